-- CreateTable
CREATE TABLE "sign_in" (
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "certification" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "hold" TEXT NOT NULL,
    "held_since" DATE,
    "surrendered" BOOLEAN NOT NULL DEFAULT false,
    "first_issued_on" DATE NOT NULL,
    "effective_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "term" INTEGER NOT NULL,
    "certified_name" TEXT NOT NULL,
    "county" TEXT NOT NULL,
    "verification_code" TEXT NOT NULL,

    CONSTRAINT "certification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "term" (
    "certification_id" UUID NOT NULL,
    "term" INTEGER NOT NULL,
    "effective_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "renewal_id" UUID,

    CONSTRAINT "term_pkey" PRIMARY KEY ("certification_id","term")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "term" INTEGER NOT NULL,
    "certified_name" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "name_beginning" (
    "certification_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "rest" TEXT NOT NULL,

    CONSTRAINT "name_beginning_pkey" PRIMARY KEY ("certification_id","position")
);

-- CreateTable
CREATE TABLE "renewal" (
    "id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "term" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "information_reviewed" BOOLEAN NOT NULL DEFAULT false,
    "code_read_version" TEXT,
    "code_read_language" TEXT,
    "code_read_at" TIMESTAMPTZ(3),
    "signature_name" TEXT NOT NULL DEFAULT '',
    "boxes" JSONB NOT NULL DEFAULT '{}',
    "signature_id" UUID,
    "still_true_on" DATE,
    "fee_request_id" UUID,
    "waiver_id" UUID,
    "checking_payment_id" UUID,
    "payment_id" UUID,
    "against_id" UUID,
    "sent_at" TIMESTAMPTZ(3),
    "sent_on" DATE,
    "decide_by" DATE,
    "taken_by" TEXT,
    "taken_at" TIMESTAMPTZ(3),
    "completed_on" DATE,
    "keep_records_until" DATE,

    CONSTRAINT "renewal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "renewal_id" UUID NOT NULL,
    "stamped_at" TIMESTAMPTZ(3) NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "receipt_id" UUID NOT NULL,
    "receipt_number" TEXT NOT NULL,
    "unused_because" TEXT,
    "refunded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question" (
    "renewal_id" UUID NOT NULL,
    "en" TEXT NOT NULL,
    "es" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_on" DATE NOT NULL,
    "answer_by" DATE NOT NULL,
    "answer" TEXT,
    "answered_on" DATE,

    CONSTRAINT "question_pkey" PRIMARY KEY ("renewal_id")
);

-- CreateTable
CREATE TABLE "refusal" (
    "id" UUID NOT NULL,
    "renewal_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "en" TEXT NOT NULL,
    "es" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_on" DATE,
    "appeal_by" DATE,
    "resubmit_through" DATE,

    CONSTRAINT "refusal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signature" (
    "id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "renewal_id" UUID,
    "purpose" TEXT NOT NULL,
    "code_version" TEXT NOT NULL,
    "attestation_version" TEXT,
    "language" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "ip" TEXT,
    "typed_name" TEXT NOT NULL,
    "name_then" TEXT NOT NULL,
    "boxes" JSONB NOT NULL DEFAULT '{}',
    "ce_from" DATE,
    "ce_to" DATE,
    "imported" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sanction" (
    "id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "imported" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "sanction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "waiver" (
    "id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "term" INTEGER NOT NULL,
    "ground" TEXT NOT NULL,
    "outage_from" TIMESTAMPTZ(3),
    "outage_to" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "usable_through" DATE,

    CONSTRAINT "waiver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "certification_id" UUID NOT NULL,
    "term" INTEGER NOT NULL,
    "kind" SMALLINT NOT NULL,
    "state" TEXT NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("certification_id","term","kind")
);

-- CreateTable
CREATE TABLE "reminder_day" (
    "day" DATE NOT NULL,

    CONSTRAINT "reminder_day_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "last_day_visit" (
    "certification_id" UUID NOT NULL,
    "term" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "last_day_visit_pkey" PRIMARY KEY ("certification_id","term")
);

-- CreateTable
CREATE TABLE "declared_number" (
    "subject" TEXT NOT NULL,
    "number" TEXT NOT NULL,

    CONSTRAINT "declared_number_pkey" PRIMARY KEY ("subject","number")
);

-- CreateTable
CREATE TABLE "acquaintance" (
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "acquaintance_pkey" PRIMARY KEY ("subject","account_id")
);

-- CreateTable
CREATE TABLE "note" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "filter" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "reason" TEXT,
    "rule_ids" TEXT[],
    "why" JSONB,
    "linked_id" TEXT,

    CONSTRAINT "history_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_record" (
    "number" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "legal_name" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "county" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_record_pkey" PRIMARY KEY ("number")
);

-- CreateIndex
CREATE INDEX "sign_in_account_id_idx" ON "sign_in"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "certification_account_id_key" ON "certification"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "certification_number_key" ON "certification"("number");

-- CreateIndex
CREATE UNIQUE INDEX "certification_verification_code_key" ON "certification"("verification_code");

-- CreateIndex
CREATE UNIQUE INDEX "term_renewal_id_key" ON "term"("renewal_id");

-- CreateIndex
CREATE INDEX "term_expires_on_idx" ON "term"("expires_on");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_certification_id_term_key" ON "certificate"("certification_id", "term");

-- CreateIndex
CREATE UNIQUE INDEX "renewal_fee_request_id_key" ON "renewal"("fee_request_id");

-- CreateIndex
CREATE INDEX "renewal_certification_id_term_idx" ON "renewal"("certification_id", "term");

-- CreateIndex
CREATE INDEX "payment_account_id_idx" ON "payment"("account_id");

-- CreateIndex
CREATE INDEX "refusal_renewal_id_idx" ON "refusal"("renewal_id");

-- CreateIndex
CREATE INDEX "signature_certification_id_signed_at_idx" ON "signature"("certification_id", "signed_at");

-- CreateIndex
CREATE INDEX "sanction_certification_id_idx" ON "sanction"("certification_id");

-- CreateIndex
CREATE INDEX "waiver_certification_id_term_idx" ON "waiver"("certification_id", "term");

-- CreateIndex
CREATE INDEX "note_account_id_idx" ON "note"("account_id");

-- CreateIndex
CREATE INDEX "history_account_id_at_idx" ON "history"("account_id", "at");

-- AddForeignKey
ALTER TABLE "term" ADD CONSTRAINT "term_certification_id_fkey" FOREIGN KEY ("certification_id") REFERENCES "certification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_certification_id_fkey" FOREIGN KEY ("certification_id") REFERENCES "certification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "name_beginning" ADD CONSTRAINT "name_beginning_certification_id_fkey" FOREIGN KEY ("certification_id") REFERENCES "certification"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_certification_id_fkey" FOREIGN KEY ("certification_id") REFERENCES "certification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_signature_id_fkey" FOREIGN KEY ("signature_id") REFERENCES "signature"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_renewal_id_fkey" FOREIGN KEY ("renewal_id") REFERENCES "renewal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refusal" ADD CONSTRAINT "refusal_renewal_id_fkey" FOREIGN KEY ("renewal_id") REFERENCES "renewal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signature" ADD CONSTRAINT "signature_certification_id_fkey" FOREIGN KEY ("certification_id") REFERENCES "certification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sanction" ADD CONSTRAINT "sanction_certification_id_fkey" FOREIGN KEY ("certification_id") REFERENCES "certification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_certification_id_fkey" FOREIGN KEY ("certification_id") REFERENCES "certification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One form at a time for each term, and one renewal of each term, for ever.
CREATE UNIQUE INDEX "renewal_live" ON "renewal" ("certification_id", "term")
  WHERE "state" IN ('draft', 'checking', 'in-review', 'question', 'refusal-proposed');
CREATE UNIQUE INDEX "renewal_done" ON "renewal" ("certification_id", "term")
  WHERE "state" IN ('completed', 'approved');

-- The work list of late reviews.
CREATE INDEX "renewal_waiting" ON "renewal" ("decide_by")
  WHERE "state" IN ('in-review', 'question', 'refusal-proposed');

-- A second person answers one proposal at a time.
CREATE UNIQUE INDEX "waiver_open" ON "waiver" ("certification_id", "term") WHERE "state" = 'proposed';
CREATE UNIQUE INDEX "refusal_open" ON "refusal" ("renewal_id") WHERE "state" = 'proposed';

-- Everything the daily reminders need to know about a holder, in the order in which they go.
CREATE INDEX "certification_reminding" ON "certification" ("expires_on", "id")
  INCLUDE ("account_id", "number", "term") WHERE "hold" = 'ACTIVE';

-- Searches by the beginning of a word.
ALTER TABLE "name_beginning" ALTER COLUMN "rest" TYPE TEXT COLLATE "C";
CREATE INDEX "name_beginning_rest" ON "name_beginning" ("rest");

ALTER TABLE "certification"
  ADD CONSTRAINT "certification_hold" CHECK ("hold" IN ('ACTIVE', 'SUSPENDED', 'REVOKED', 'SURRENDERED')),
  ADD CONSTRAINT "certification_number" CHECK ("number" ~ '^CMPSS-[0-9]{6}$'),
  ADD CONSTRAINT "certification_dates" CHECK ("expires_on" > "first_issued_on" AND "effective_on" >= "first_issued_on");
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_state" CHECK ("state" IN
  ('draft', 'checking', 'completed', 'in-review', 'question', 'refusal-proposed', 'refused', 'approved', 'withdrawn'));
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_state" CHECK ("state" IN ('queued', 'superseded', 'before-import'));

-- What happened and what was signed is never rewritten (CONV-10, REN-14).
CREATE FUNCTION "never_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never changed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "history_stays" BEFORE UPDATE OR DELETE ON "history"
  FOR EACH ROW EXECUTE FUNCTION "never_changed"();
CREATE TRIGGER "signature_stays" BEFORE UPDATE OR DELETE ON "signature"
  FOR EACH ROW EXECUTE FUNCTION "never_changed"();
