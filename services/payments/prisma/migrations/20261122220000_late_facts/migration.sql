-- AlterTable
ALTER TABLE "sign_in" ADD COLUMN     "said_by" UUID,
ALTER COLUMN "account_id" DROP NOT NULL;
