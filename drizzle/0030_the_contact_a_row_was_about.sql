-- Imports that were checked before this know of no contact, and go on as they did.
DO $$
DECLARE
  fates name;
BEGIN
  FOR fates IN SELECT tablename FROM pg_tables WHERE schemaname = 'staging' AND tablename LIKE 'fates\_%' LOOP
    EXECUTE format('ALTER TABLE staging.%I ADD COLUMN contact_id bigint', fates);
  END LOOP;
END $$;
