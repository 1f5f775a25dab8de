-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "legal_name" TEXT NOT NULL,
    "folded_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "holds_email" BOOLEAN NOT NULL,
    "email_verified" BOOLEAN NOT NULL,
    "mail_state" TEXT NOT NULL DEFAULT 'ok',
    "language" TEXT NOT NULL,
    "county" TEXT,
    "phone" TEXT,
    "address" JSONB,
    "version" INTEGER NOT NULL DEFAULT 0,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "imported" BOOLEAN NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "merged_into" UUID,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "joined_by" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "folded_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "certification" (
    "number" TEXT NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "certification_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "import_record" (
    "number" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "legal_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "county" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_record_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "former_email" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_email_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "former_name" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "legal_name" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_name_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "former_home" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "address" JSONB,
    "county" TEXT,
    "phone" TEXT,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_home_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_word" (
    "account_id" UUID NOT NULL,
    "word" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "search_word_pkey" PRIMARY KEY ("account_id","source","word")
);

-- CreateTable
CREATE TABLE "code" (
    "id" UUID NOT NULL,
    "mac" BYTEA NOT NULL,
    "sealed" BYTEA,
    "email" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "spent_at" TIMESTAMPTZ(3),

    CONSTRAINT "code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "number" TEXT,
    "folded_name" TEXT,
    "state" TEXT NOT NULL,
    "account_id" UUID,
    "code_id" UUID NOT NULL,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lockout" (
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "certification_number" TEXT,
    "contact" TEXT NOT NULL,
    "language" TEXT,
    "fingerprint" TEXT NOT NULL,
    "subject" TEXT,
    "account_id" UUID,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "reason" TEXT,

    CONSTRAINT "lockout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_join" (
    "id" UUID NOT NULL,
    "certification_number" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "sign_in_name" TEXT NOT NULL,
    "sign_in_email" TEXT NOT NULL,
    "check_list" TEXT[],
    "other_log_ins" TEXT,
    "reason" TEXT NOT NULL,
    "lockout_id" UUID,
    "proposed_by" TEXT NOT NULL,
    "proposed_role" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "decided_by" TEXT,
    "decided_role" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,

    CONSTRAINT "sign_in_join_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_change" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "old_email" TEXT NOT NULL,
    "new_email" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "code_id" UUID,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT,
    "check_list" TEXT[],
    "reason" TEXT,

    CONSTRAINT "email_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_member" (
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_member_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "history" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "filter" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_subject" TEXT,
    "actor_role" TEXT,
    "reason" TEXT,
    "rule_ids" TEXT[],
    "why" JSONB,
    "linked_id" TEXT,

    CONSTRAINT "history_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_email_key_idx" ON "account"("email_key");

-- CreateIndex
CREATE INDEX "sign_in_account_id_idx" ON "sign_in"("account_id");

-- CreateIndex
CREATE INDEX "sign_in_email_key_idx" ON "sign_in"("email_key");

-- CreateIndex
CREATE INDEX "certification_account_id_idx" ON "certification"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_record_account_id_key" ON "import_record"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_record_email_key_key" ON "import_record"("email_key");

-- CreateIndex
CREATE INDEX "former_email_account_id_idx" ON "former_email"("account_id");

-- CreateIndex
CREATE INDEX "former_name_account_id_idx" ON "former_name"("account_id");

-- CreateIndex
CREATE INDEX "former_home_account_id_idx" ON "former_home"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_code_id_key" ON "claim"("code_id");

-- CreateIndex
CREATE INDEX "search_word_word_idx" ON "search_word"("word");

-- CreateIndex
CREATE INDEX "claim_subject_asked_at_idx" ON "claim"("subject", "asked_at");

-- CreateIndex
CREATE INDEX "claim_account_id_asked_at_idx" ON "claim"("account_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "email_change_code_id_key" ON "email_change"("code_id");

-- CreateIndex
CREATE INDEX "email_change_account_id_idx" ON "email_change"("account_id");

-- CreateIndex
CREATE INDEX "history_account_id_at_id_idx" ON "history"("account_id", "at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certification" ADD CONSTRAINT "certification_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "former_email" ADD CONSTRAINT "former_email_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "former_name" ADD CONSTRAINT "former_name_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "former_home" ADD CONSTRAINT "former_home_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Words are found by their beginning; only the C collation lets an index do that.
ALTER TABLE "search_word" ALTER COLUMN "word" TYPE TEXT COLLATE "C";

-- One account holds an address (ACC-8); others may merely know of it.
CREATE UNIQUE INDEX "account_holds_email" ON "account" ("email_key") WHERE "holds_email";

-- Without staff, one sign-in leads to an account (ACC-4, ACC-11): a race ends here.
CREATE UNIQUE INDEX "sign_in_one_without_staff" ON "sign_in" ("account_id") WHERE "joined_by" <> 'staff';

-- A sign-in is proposed for one certification at a time.
CREATE UNIQUE INDEX "sign_in_join_open" ON "sign_in_join" ("subject") WHERE "state" = 'proposed';

-- The same report twice is one line; a mismatch is reported once, ever.
CREATE UNIQUE INDEX "lockout_open_report" ON "lockout" ("fingerprint") WHERE "state" = 'open' AND "origin" = 'report';
CREATE UNIQUE INDEX "lockout_mismatch" ON "lockout" ("subject", "account_id") WHERE "origin" = 'mismatch';
CREATE INDEX "lockout_open" ON "lockout" ("reported_at") WHERE "state" = 'open';

CREATE INDEX "claim_asked" ON "claim" ("asked_at") WHERE "state" = 'asked';
CREATE INDEX "code_sealed" ON "code" ("expires_at") WHERE "sealed" IS NOT NULL;

-- Imported and never logged in.
CREATE INDEX "account_imported" ON "account" ("folded_name") WHERE "imported" AND "closed_at" IS NULL;

-- History is never overwritten (CONV-10).
CREATE FUNCTION "history_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is never overwritten';
END $$;

CREATE TRIGGER "history_stays" BEFORE UPDATE OR DELETE ON "history"
  FOR EACH ROW EXECUTE FUNCTION "history_stays"();
