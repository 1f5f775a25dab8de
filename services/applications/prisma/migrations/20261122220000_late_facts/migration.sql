-- AlterTable
ALTER TABLE "sign_in" ADD COLUMN     "said_by" UUID,
ALTER COLUMN "account_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "failed_payment" (
    "id" UUID NOT NULL,

    CONSTRAINT "failed_payment_pkey" PRIMARY KEY ("id")
);
