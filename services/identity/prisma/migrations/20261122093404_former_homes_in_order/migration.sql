-- AlterTable
ALTER TABLE "former_home" ALTER COLUMN "id" SET DEFAULT uuidv7();
