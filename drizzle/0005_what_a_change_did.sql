CREATE TABLE "withheld" (
	"user_id" bigint NOT NULL,
	"customer_id" bigint NOT NULL,
	"by" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "withheld_user_id_customer_id_pk" PRIMARY KEY("user_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "change_effects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "change_effects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"change_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"fact" text NOT NULL,
	"subject" bigint,
	"before" jsonb,
	"after" jsonb,
	"customer_ids" bigint[] NOT NULL,
	CONSTRAINT "change_effects_fact_check" CHECK ("change_effects"."fact" in ('association', 'collector', 'group', 'state'))
);
--> statement-breakpoint
ALTER TABLE "change_exceptions" DROP CONSTRAINT "change_exceptions_reason_check";--> statement-breakpoint
ALTER TABLE "changes" DROP CONSTRAINT "changes_kind_check";--> statement-breakpoint
ALTER TABLE "changes" DROP CONSTRAINT "changes_state_check";--> statement-breakpoint
DROP INDEX "associations_change_id_idx";--> statement-breakpoint
ALTER TABLE "changes" ALTER COLUMN "kind" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "change_chunks" ADD COLUMN "first_id" bigint GENERATED ALWAYS AS (customer_ids[1]) STORED;--> statement-breakpoint
ALTER TABLE "change_chunks" ADD COLUMN "last_id" bigint GENERATED ALWAYS AS (customer_ids[cardinality(customer_ids)]) STORED;--> statement-breakpoint
ALTER TABLE "change_chunks" ADD COLUMN "changed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "starts_on" date;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "ends_on" date;--> statement-breakpoint
ALTER TABLE "withheld" ADD CONSTRAINT "withheld_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withheld" ADD CONSTRAINT "withheld_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_effects" ADD CONSTRAINT "change_effects_chunk_fk" FOREIGN KEY ("change_id","position") REFERENCES "public"."change_chunks"("change_id","position") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withheld_customer_id_idx" ON "withheld" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "change_effects_chunk_idx" ON "change_effects" USING btree ("change_id","position");--> statement-breakpoint
CREATE INDEX "change_chunks_first_id_idx" ON "change_chunks" USING btree ("first_id","last_id");--> statement-breakpoint
ALTER TABLE "change_exceptions" ADD CONSTRAINT "change_exceptions_reason_check" CHECK ("change_exceptions"."reason" in ('out_of_reach', 'from_erp', 'moved', 'partly'));--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_kind_check" CHECK ("changes"."kind" in ('associate', 'disassociate', 'replace', 'collector', 'group', 'ungroup', 'state', 'undo'));--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_state_check" CHECK ("changes"."state" in ('draft', 'planned', 'scheduled', 'running', 'done', 'stopped', 'failed'));
--> statement-breakpoint
-- Compressing ids costs more time than it saves room.
ALTER TABLE change_effects ALTER COLUMN customer_ids SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE change_chunks ALTER COLUMN customer_ids SET STORAGE EXTERNAL;
--> statement-breakpoint
-- An association as the journal keeps it. In UTC, so that two sessions write the same moment alike.
CREATE FUNCTION association_state(a associations) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('kind', a.kind, 'since', a.since AT TIME ZONE 'UTC', 'createdBy', a.created_by, 'source', a.source,
    'ruleId', a.rule_id, 'changeId', a.change_id, 'pinned', a.pinned)
$$;
--> statement-breakpoint
INSERT INTO change_effects (change_id, position, fact, subject, before, after, customer_ids)
SELECT k.change_id, k.position, 'association', e.user_id, e.before, e.after, array_agg(DISTINCT e.customer_id ORDER BY e.customer_id)
FROM (
  SELECT a.change_id, a.customer_id, a.user_id, NULL::jsonb AS before, association_state(a) AS after
  FROM associations a WHERE a.change_id IS NOT NULL
  UNION ALL
  SELECT r.given_by_change, r.customer_id, r.user_id, NULL,
    association_state(ROW(r.customer_id, r.user_id, r.kind, r.since, r.created_by, r.source, r.rule_id, r.given_by_change, r.pinned)::associations)
  FROM association_removals r WHERE r.given_by_change IS NOT NULL
  UNION ALL
  SELECT r.change_id, r.customer_id, r.user_id,
    association_state(ROW(r.customer_id, r.user_id, r.kind, r.since, r.created_by, r.source, r.rule_id, r.given_by_change, r.pinned)::associations),
    CASE WHEN c.kind = 'disassociate' THEN '{"withheld": true}'::jsonb END
  FROM association_removals r JOIN changes c ON c.id = r.change_id
) e
JOIN change_chunks k ON k.change_id = e.change_id AND e.customer_id BETWEEN k.first_id AND k.last_id AND e.customer_id = ANY (k.customer_ids)
GROUP BY k.change_id, k.position, e.user_id, e.before, e.after;
--> statement-breakpoint
UPDATE change_chunks k SET changed = e.changed
FROM (
  SELECT change_id, position, count(DISTINCT c)::integer AS changed
  FROM change_effects CROSS JOIN LATERAL unnest(customer_ids) c GROUP BY change_id, position
) e WHERE e.change_id = k.change_id AND e.position = k.position;
--> statement-breakpoint
INSERT INTO withheld (user_id, customer_id, by, at)
SELECT DISTINCT ON (r.user_id, r.customer_id) r.user_id, r.customer_id, r.removed_by, r.removed_at
FROM association_removals r
JOIN users u ON u.id = r.user_id
JOIN customers c ON c.id = r.customer_id
WHERE r.withheld AND NOT EXISTS (SELECT FROM associations a WHERE a.customer_id = r.customer_id AND a.user_id = r.user_id)
ORDER BY r.user_id, r.customer_id, r.removed_at DESC;
--> statement-breakpoint
DROP TABLE "association_removals";
