-- The portal reads no facts of mails any more; what a process that ended left for it would wait for ever.
DELETE FROM "delivery" WHERE "consumer" = 'portal';
