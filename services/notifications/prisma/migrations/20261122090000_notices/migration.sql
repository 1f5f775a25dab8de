-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "facts" JSON NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "outcome_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "code" SMALLINT,
    "why" TEXT,
    "language" TEXT,
    "drafted" BOOLEAN NOT NULL DEFAULT false,
    "copy_of" UUID,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatch" (
    "id" BIGSERIAL NOT NULL,
    "lane" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "notice_ids" UUID[],
    "size" INTEGER NOT NULL,
    "token" BIGINT,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "dispatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "reminder_choice" (
    "account_id" UUID NOT NULL,
    "wanted" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminder_choice_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "bounce" (
    "account_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "call_outcome" TEXT,
    "call_at" TIMESTAMPTZ(3),
    "call_by" TEXT,

    CONSTRAINT "bounce_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "certification" (
    "account_id" UUID NOT NULL,
    "expires_on" DATE NOT NULL,
    "fact_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certification_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "history" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "reason" TEXT,
    "rule_ids" TEXT[],
    "linked_id" TEXT,

    CONSTRAINT "history_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "dispatch_lane_due_at_idx" ON "dispatch"("lane", "due_at");

-- CreateIndex
CREATE INDEX "history_account_id_idx" ON "history"("account_id");

-- Each notice is updated once, when its outcome is known; with room on its page the indexes stay as
-- they are.
ALTER TABLE "notice" SET (fillfactor = 50);

-- A small table that turns over all the time.
ALTER TABLE "dispatch" SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 200);

-- Names the holder of a lease; a later holder has a higher one.
CREATE SEQUENCE "dispatch_token" AS BIGINT;

-- Work is waiting: workers look at once when the transaction commits.
CREATE FUNCTION "dispatch_wake"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('dispatch', '');
  RETURN NULL;
END $$;

CREATE TRIGGER "dispatch_wake" AFTER INSERT ON "dispatch"
  FOR EACH STATEMENT EXECUTE FUNCTION "dispatch_wake"();
