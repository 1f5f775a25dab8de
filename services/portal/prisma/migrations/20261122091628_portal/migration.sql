-- CreateTable
CREATE TABLE "session" (
    "id_hash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "account_id" UUID,
    "sid" TEXT,
    "roles" TEXT[],
    "method" TEXT,
    "joined_number" TEXT,
    "sealed" BYTEA NOT NULL,
    "access_until" TIMESTAMPTZ(3) NOT NULL,
    "fresh_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "log_in" (
    "state_hash" BYTEA NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "realm" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_in_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "email_change" (
    "subject" TEXT NOT NULL,
    "email_hash" BYTEA NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_change_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "reference" (
    "reference" TEXT NOT NULL,
    "account_id" UUID,
    "operation" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reference_pkey" PRIMARY KEY ("reference")
);

-- CreateTable
CREATE TABLE "contact" (
    "day" DATE NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("day","account_id")
);

-- CreateTable
CREATE TABLE "renewal_day" (
    "day" DATE NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "renewal_day_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE INDEX "session_kind_subject_idx" ON "session"("kind", "subject");

-- CreateIndex
CREATE INDEX "session_sid_idx" ON "session"("sid");

-- CreateIndex
CREATE INDEX "session_touched_at_idx" ON "session"("touched_at");

-- CreateIndex
CREATE INDEX "log_in_ends_at_idx" ON "log_in"("ends_at");

-- CreateIndex
CREATE INDEX "reference_at_idx" ON "reference"("at");
