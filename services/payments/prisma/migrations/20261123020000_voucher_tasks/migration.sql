-- AlterTable
ALTER TABLE "fee_request" ADD COLUMN     "last_days" DATE[] DEFAULT ARRAY[]::DATE[];

-- CreateTable
CREATE TABLE "voucher_task" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "fee_request_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "call_outcome" TEXT,
    "call_at" TIMESTAMPTZ(3),
    "call_by" TEXT,

    CONSTRAINT "voucher_task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "voucher_task_day_idx" ON "voucher_task"("day");

-- CreateIndex
CREATE UNIQUE INDEX "voucher_task_account_id_day_key" ON "voucher_task"("account_id", "day");

-- AddForeignKey
ALTER TABLE "voucher_task" ADD CONSTRAINT "voucher_task_fee_request_id_fkey" FOREIGN KEY ("fee_request_id") REFERENCES "fee_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
