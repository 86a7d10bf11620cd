CREATE TABLE "erasure_keys" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"key" text DEFAULT gen_random_uuid()::text || gen_random_uuid()::text NOT NULL,
	CONSTRAINT "erasure_keys_one_check" CHECK ("erasure_keys"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "our_role" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_our_role_check" CHECK ("contacts"."our_role" in ('accountant', 'buyer', 'executive', 'finance_director', 'client', 'other'));--> statement-breakpoint
INSERT INTO "erasure_keys" DEFAULT VALUES;
--> statement-breakpoint
-- What a file would bring a person back under, as keyed hashes: the e-mail address and the mobile wherever they stand, the
-- name in whatever order and the number of the ERP at this customer alone.
CREATE FUNCTION erasure_hashes(code_key text, name text, email text, mobile text, external_id text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(encode(sha256(convert_to(concat_ws(E'\x1f', k.key, told.kind, told.place, told.value), 'UTF8')), 'hex')), '{}')
  FROM erasure_keys k,
  (VALUES
    ('email', '', nullif(norm(email), '')),
    ('mobile', '', (SELECT right(digits, 9) FROM regexp_replace(mobile, '\D', '', 'g') digits WHERE length(digits) > 6)),
    ('name', code_key, (
      SELECT string_agg(word, ' ' ORDER BY word COLLATE "C") FROM regexp_split_to_table(norm(name), '[\s[:punct:]]+') word WHERE word <> '')),
    ('external', code_key, nullif(external_id, ''))
  ) told(kind, place, value)
  WHERE told.value IS NOT NULL
$$;
--> statement-breakpoint
-- The one way in which the history is rewritten for somebody who asked to be erased. Entries stay, with who did what and when: `about` lose
-- all that was said of the person, `mentions` the name that they were told from. Nothing but entries of contacts is touched.
CREATE FUNCTION erase_history(about bigint[], mentions bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  touched integer;
BEGIN
  PERFORM set_config('encours.rewrite_history', 'on', true);
  WITH bare AS (
    SELECT h.id, h.id = ANY (about) AS whole,
           (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(h.old)
            WHERE key IN ('role', 'ourRole', 'forCollection', 'inCopy', 'source', 'personId')) AS old_left,
           (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(h.new)
            WHERE key IN ('role', 'ourRole', 'forCollection', 'inCopy', 'source', 'personId')) AS new_left
    FROM history h WHERE h.id = ANY (about || mentions) AND h.action LIKE 'contact.%'
  )
  UPDATE history h
  SET old = CASE WHEN bare.whole AND h.old IS NOT NULL THEN bare.old_left
                 WHEN NOT bare.whole THEN h.old - 'contact' || '{"erased": true}' ELSE h.old END,
      new = CASE WHEN bare.whole THEN bare.new_left || '{"erased": true}' ELSE h.new END
  FROM bare WHERE bare.id = h.id;
  GET DIAGNOSTICS touched = ROW_COUNT;
  PERFORM set_config('encours.rewrite_history', 'off', true);
  RETURN touched;
END
$$;
