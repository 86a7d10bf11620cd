ALTER TABLE "erasures" ADD COLUMN "hint" bigint;--> statement-breakpoint
DROP FUNCTION erasure_hashes(text, text, text, text, text);
--> statement-breakpoint
-- The last digits of a mobile, whatever is written before and between them; null for an extension. Simple enough to be inlined.
CREATE FUNCTION erasure_digits(mobile text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN length(translate(mobile, E' .-/()+\t\u00a0\u202f', '')) > 6 THEN right(translate(mobile, E' .-/()+\t\u00a0\u202f', ''), 9) END
$$;
--> statement-breakpoint
-- What a file would bring a person back under, as keyed hashes: the e-mail address and the mobile wherever they stand, the
-- name in whatever order and the number of the ERP at this customer alone. `hint` is of the address, the digits or the customer.
CREATE FUNCTION erasure_marks(code_key text, name text, email text, mobile text, external_id text)
RETURNS TABLE (hash text, hint bigint) LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f', k.key, told.kind, told.place, told.value), 'UTF8')), 'hex'),
         hashtextextended(coalesce(nullif(told.place, ''), told.value), hashtextextended(k.key, 0))
  FROM erasure_keys k,
  (VALUES
    ('email', '', nullif(lower(email), '')),
    ('mobile', '', erasure_digits(mobile)),
    ('name', code_key, (
      SELECT string_agg(word, ' ' ORDER BY word COLLATE "C") FROM regexp_split_to_table(norm(name), '[\s[:punct:]]+') word WHERE word <> '')),
    ('external', code_key, nullif(external_id, ''))
  ) told(kind, place, value)
  WHERE told.value IS NOT NULL
$$;
