ALTER TABLE "people"
  ADD COLUMN "undeliverable_since" timestamp with time zone,
  ADD COLUMN "undeliverable_reason" text,
  ADD CONSTRAINT "people_undeliverable_check" CHECK ("people"."undeliverable_since" is null or "people"."email" is not null),
  ADD CONSTRAINT "people_undeliverable_reason_check" CHECK ("people"."undeliverable_reason" is null or "people"."undeliverable_since" is not null);
--> statement-breakpoint
CREATE INDEX "people_undeliverable_idx" ON "people" USING btree ("id") WHERE undeliverable_since is not null;
--> statement-breakpoint
-- As before, but that an address from which messages come back reaches nobody. It is an address still, for the search for customers without one.
CREATE OR REPLACE FUNCTION refresh_customers(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM customers WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO customer_search AS kept (customer_id, words, has_contact, has_email)
  SELECT c.id, norm(concat_ws(' ', c.code, c.name, c.trading_name, c.city, c.vat_number, k.words)), k.has_contact, k.has_email
  FROM customers c
  CROSS JOIN LATERAL (
    SELECT string_agg(concat_ws(' ', p.first_name, p.last_name, p.first_name, p.email), ' ' ORDER BY k.id) AS words,
           count(*) > 0 AS has_contact,
           count(p.email) > 0 AS has_email
    FROM contacts k JOIN people p ON p.id = k.person_id WHERE k.customer_id = c.id
  ) k
  WHERE c.id = ANY (ids)
  ORDER BY c.id
  ON CONFLICT (customer_id) DO UPDATE
  SET words = excluded.words, has_contact = excluded.has_contact, has_email = excluded.has_email
  WHERE (kept.words, kept.has_contact, kept.has_email) IS DISTINCT FROM (excluded.words, excluded.has_contact, excluded.has_email);

  WITH found AS (
    SELECT c.id,
           EXISTS (SELECT FROM contacts k JOIN people p ON p.id = k.person_id
                   WHERE k.customer_id = c.id AND k.for_collection
                     AND (p.email IS NOT NULL AND p.undeliverable_since IS NULL OR p.mobile_e164 IS NOT NULL)) AS reachable
    FROM customers c WHERE c.id = ANY (ids)
  )
  UPDATE customers c SET reachable = found.reachable
  FROM found WHERE c.id = found.id AND c.reachable <> found.reachable;
END
$$;
