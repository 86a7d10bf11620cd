ALTER TABLE "customer_search" ADD COLUMN "has_contact" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_search" ADD COLUMN "has_email" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Rewrites what searches ask of contacts: the words they are found by, whether there is one, whether one has an e-mail address, and whether
-- the one for collection can be reached. Locks like recount_customers, for the same reason.
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
                     AND (p.email IS NOT NULL OR p.mobile_e164 IS NOT NULL)) AS reachable
    FROM customers c WHERE c.id = ANY (ids)
  )
  UPDATE customers c SET reachable = found.reachable
  FROM found WHERE c.id = found.id AND c.reachable <> found.reachable;
END
$$;
--> statement-breakpoint
UPDATE customer_search s SET has_contact = true, has_email = k.has_email
FROM (
  SELECT k.customer_id, count(p.email) > 0 AS has_email FROM contacts k JOIN people p ON p.id = k.person_id GROUP BY k.customer_id
) k
WHERE k.customer_id = s.customer_id;
--> statement-breakpoint
CREATE INDEX "customer_search_no_contact_idx" ON "customer_search" USING btree ("customer_id") WHERE not has_contact;--> statement-breakpoint
CREATE INDEX "customer_search_no_email_idx" ON "customer_search" USING btree ("customer_id") WHERE not has_email;--> statement-breakpoint
CREATE INDEX "customers_state_idx" ON "customers" USING btree ("state","code") WHERE state <> 'active';
