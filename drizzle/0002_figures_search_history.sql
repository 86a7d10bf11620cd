-- Brings the figures of the given customers up to date for the company's day. Items in another currency are
-- converted at the latest rate on or before that day; without a rate they are left out. The rows are locked first,
-- in id order and in a statement of its own, so that the count that follows sees what the last holder committed.
CREATE FUNCTION recount_customers(ids bigint[], today date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  touched integer;
BEGIN
  PERFORM FROM customers WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  WITH main AS (SELECT currency FROM settings WHERE id = 1),
  open_items AS (
    SELECT i.customer_id, i.due_date, i.remaining,
           CASE WHEN i.currency = main.currency THEN i.remaining ELSE round(i.remaining * r.rate, 3) END AS worth
    FROM items i
    CROSS JOIN main
    LEFT JOIN LATERAL (
      SELECT rates.rate FROM rates
      WHERE rates.currency = i.currency AND rates.day <= today AND i.currency <> main.currency
      ORDER BY rates.day DESC LIMIT 1
    ) r ON true
    WHERE i.customer_id = ANY (ids) AND i.cleared_date IS NULL AND i.type <> 'down_payment_request'
  ),
  totals AS (
    SELECT wanted.id,
           coalesce(sum(o.worth) FILTER (WHERE today - o.due_date <= 0), 0) AS not_due,
           coalesce(sum(o.worth) FILTER (WHERE today - o.due_date BETWEEN 1 AND 30), 0) AS late_30,
           coalesce(sum(o.worth) FILTER (WHERE today - o.due_date BETWEEN 31 AND 60), 0) AS late_60,
           coalesce(sum(o.worth) FILTER (WHERE today - o.due_date BETWEEN 61 AND 90), 0) AS late_90,
           coalesce(sum(o.worth) FILTER (WHERE today - o.due_date > 90), 0) AS late_over,
           min(o.due_date) FILTER (WHERE o.worth > 0) AS oldest_due,
           count(o.worth)::integer AS open_items
    FROM (SELECT DISTINCT unnest(ids) AS id) wanted
    LEFT JOIN open_items o ON o.customer_id = wanted.id
    GROUP BY wanted.id
  )
  UPDATE customers c
  SET not_due = t.not_due, late_30 = t.late_30, late_60 = t.late_60, late_90 = t.late_90,
      late_over = t.late_over, oldest_due = t.oldest_due, open_items = t.open_items
  FROM totals t
  WHERE c.id = t.id
    AND (c.not_due, c.late_30, c.late_60, c.late_90, c.late_over, c.oldest_due, c.open_items)
        IS DISTINCT FROM (t.not_due, t.late_30, t.late_60, t.late_90, t.late_over, t.oldest_due, t.open_items);
  GET DIAGNOSTICS touched = ROW_COUNT;
  RETURN touched;
END
$$;
--> statement-breakpoint
-- Rewrites what the search box looks in, and whether the contact for collection can be reached, for the given customers.
-- Locks like recount_customers, for the same reason.
CREATE FUNCTION refresh_customers(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM customers WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO customer_search (customer_id, words)
  SELECT c.id,
         norm(concat_ws(' ', c.code, c.name, c.trading_name, c.city, c.vat_number,
           (SELECT string_agg(concat_ws(' ', p.first_name, p.last_name, p.first_name, p.email), ' ' ORDER BY k.id)
            FROM contacts k JOIN people p ON p.id = k.person_id WHERE k.customer_id = c.id)))
  FROM customers c
  WHERE c.id = ANY (ids)
  ORDER BY c.id
  ON CONFLICT (customer_id) DO UPDATE SET words = excluded.words WHERE customer_search.words IS DISTINCT FROM excluded.words;

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
-- History is written once. Erasing a person and removing the sample company are the only exceptions, and say so.
CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('encours.rewrite_history', true) = 'on' THEN
    RETURN coalesce(new, old);
  END IF;
  RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history
FOR EACH ROW EXECUTE FUNCTION history_is_append_only();
