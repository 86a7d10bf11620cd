-- Of a look-up text each letter that is not ASCII, and each two that stand together. How one finds names that trigrams know nothing of: those written
-- without spaces, where one looks for one letter or two; and, where the server's locale is C, all that are not written in Latin letters.
CREATE FUNCTION letter_pairs(t text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT pg_catalog.array_agg(DISTINCT piece)
  FROM pg_catalog.regexp_matches(t, '[^\x01-\x7f]+', 'g') AS run (letters)
  CROSS JOIN LATERAL pg_catalog.generate_series(1, pg_catalog.length(run.letters[1])) AS place
  CROSS JOIN LATERAL (VALUES (pg_catalog.substr(run.letters[1], place, 1)), (pg_catalog.substr(run.letters[1], place, 2))) AS cut (piece)
$$;
--> statement-breakpoint
CREATE INDEX "people_letters_idx" ON "people" USING gin (letter_pairs("words")) WHERE octet_length("people"."words") <> char_length("people"."words");--> statement-breakpoint
CREATE INDEX "customer_search_letters_idx" ON "customer_search" USING gin (letter_pairs("words")) WHERE octet_length("customer_search"."words") <> char_length("customer_search"."words");