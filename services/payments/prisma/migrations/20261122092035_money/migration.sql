-- CreateTable
CREATE TABLE "sign_in" (
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "fee_request" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "matter_kind" TEXT NOT NULL,
    "matter_id" UUID NOT NULL,
    "certification_number" TEXT NOT NULL,
    "fees" JSONB NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "unpaid_due_at" TIMESTAMPTZ(3),
    "unpaid_on" DATE,
    "unpaid_cents" INTEGER,
    "put_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unpaid_notice" (
    "matter_id" UUID NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "unpaid_notice_pkey" PRIMARY KEY ("matter_id","day")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "fee_request_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "matter_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "stamped_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "voucher_id" UUID,
    "voucher_released" BOOLEAN NOT NULL DEFAULT false,
    "confirmation_token" TEXT,
    "intent_id" TEXT,
    "client_secret" TEXT,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "processor_at" TIMESTAMPTZ(3),
    "failure_code" TEXT,
    "stray" BOOLEAN NOT NULL DEFAULT false,
    "returned_cents" INTEGER NOT NULL DEFAULT 0,
    "needs_bank_since" TIMESTAMPTZ(3),
    "checking_since" TIMESTAMPTZ(3),
    "delay_told_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "payment_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "certification_number" TEXT NOT NULL,
    "paid_on" DATE NOT NULL,
    "lines" JSONB NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "counter" (
    "name" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "voucher_program" (
    "code" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "fee_codes" TEXT[],
    "opens_on" DATE NOT NULL,
    "redeem_until" DATE NOT NULL,

    CONSTRAINT "voucher_program_pkey" PRIMARY KEY ("code","from_day")
);

-- CreateTable
CREATE TABLE "voucher" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "code" TEXT,
    "program" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "fee_code" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "payment_id" UUID,
    "issued_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "redeemed_on" DATE,

    CONSTRAINT "voucher_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wrong_code" (
    "id" BIGSERIAL NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wrong_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "mistake" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "checks" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history" (
    "id" BIGSERIAL NOT NULL,
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
    "linked_id" UUID,

    CONSTRAINT "history_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sign_in_account_id_idx" ON "sign_in"("account_id");

-- CreateIndex
CREATE INDEX "fee_request_account_id_idx" ON "fee_request"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_intent_id_key" ON "payment"("intent_id");

-- CreateIndex
CREATE INDEX "payment_fee_request_id_idx" ON "payment"("fee_request_id");

-- CreateIndex
CREATE INDEX "payment_account_id_stamped_at_idx" ON "payment"("account_id", "stamped_at");

-- CreateIndex
CREATE INDEX "payment_card_last4_stamped_at_idx" ON "payment"("card_last4", "stamped_at");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_number_key" ON "receipt"("number");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_payment_id_key" ON "receipt"("payment_id");

-- CreateIndex
CREATE INDEX "receipt_account_id_made_at_idx" ON "receipt"("account_id", "made_at");

-- CreateIndex
CREATE UNIQUE INDEX "voucher_number_key" ON "voucher"("number");

-- CreateIndex
CREATE UNIQUE INDEX "voucher_code_hash_key" ON "voucher"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "voucher_payment_id_key" ON "voucher"("payment_id");

-- CreateIndex
CREATE INDEX "voucher_account_id_idx" ON "voucher"("account_id");

-- CreateIndex
CREATE INDEX "wrong_code_account_id_at_idx" ON "wrong_code"("account_id", "at");

-- CreateIndex
CREATE INDEX "refund_payment_id_idx" ON "refund"("payment_id");

-- CreateIndex
CREATE INDEX "history_account_id_id_idx" ON "history"("account_id", "id");

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_fee_request_id_fkey" FOREIGN KEY ("fee_request_id") REFERENCES "fee_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One payment at a time for what is owed, and one that settles it (PAY-4).
CREATE UNIQUE INDEX "payment_one_live" ON "payment" ("fee_request_id")
  WHERE "state" IN ('CREATED', 'PENDING');
CREATE UNIQUE INDEX "payment_one_paid" ON "payment" ("fee_request_id")
  WHERE "state" IN ('CAPTURED', 'COVERED_BY_VOUCHER') AND NOT "stray";
CREATE UNIQUE INDEX "refund_one_open" ON "refund" ("payment_id")
  WHERE "state" IN ('proposed', 'approved');

-- What the background looks for; everything settled is not in it.
CREATE INDEX "payment_due" ON "payment" ("next_check_at") WHERE "state" IN ('CREATED', 'PENDING');
CREATE INDEX "payment_checking" ON "payment" ("checking_since")
  WHERE "state" IN ('CREATED', 'PENDING') AND "checking_since" IS NOT NULL;
CREATE INDEX "refund_due" ON "refund" ("next_check_at") WHERE "state" = 'approved';
CREATE INDEX "fee_request_unpaid" ON "fee_request" ("unpaid_due_at") WHERE "unpaid_due_at" IS NOT NULL;

ALTER TABLE "payment" ADD CONSTRAINT "payment_money" CHECK
  ("total_cents" >= 0 AND "returned_cents" BETWEEN 0 AND "total_cents");
ALTER TABLE "payment" ADD CONSTRAINT "payment_states" CHECK ("state" IN
  ('CREATED', 'PENDING', 'CAPTURED', 'COVERED_BY_VOUCHER', 'FAILED', 'CANCELLED', 'REVERSED', 'ERROR_REFUNDED'));
-- A voucher in use names its payment, and only then.
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_states" CHECK
  (("state" = 'issued' AND "payment_id" IS NULL) OR ("state" IN ('held', 'redeemed') AND "payment_id" IS NOT NULL));
ALTER TABLE "refund" ADD CONSTRAINT "refund_second_person" CHECK
  ("state" NOT IN ('approved', 'refunded') OR "decided_by" <> "proposed_by");

-- The program's waiver programs (WVR-2): one that redeems, and one that is over.
INSERT INTO "voucher_program" ("code", "from_day", "fee_codes", "opens_on", "redeem_until") VALUES
  ('RENEWAL-2026', '2026-01-01', '{RENEWAL}', '2026-01-01', '2028-12-31'),
  ('RENEWAL-PILOT', '2025-01-01', '{RENEWAL}', '2025-01-01', '2026-12-31'),
  ('RENEWAL-PILOT', '2026-07-01', '{RENEWAL}', '2025-01-01', '2026-06-30');
