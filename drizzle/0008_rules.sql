CREATE TABLE "rules" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text collate "C" NOT NULL,
	"name" text collate "und-x-icu" NOT NULL,
	"view_id" bigint NOT NULL,
	"gives" jsonb NOT NULL,
	"takes_back" boolean DEFAULT false NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_run_at" timestamp with time zone,
	"problem" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "rules_key_key" UNIQUE("key"),
	CONSTRAINT "rules_name_key" UNIQUE("name"),
	CONSTRAINT "rules_problem_check" CHECK ("rules"."problem" in ('author', 'view', 'circular'))
);
--> statement-breakpoint
ALTER TABLE "changes" DROP CONSTRAINT "changes_kind_check";--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "rule_id" bigint;--> statement-breakpoint
ALTER TABLE "customer_groups" ADD COLUMN "rule_id" bigint;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "collector_rule_id" bigint;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "collector_rule_user_id" bigint;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_view_id_views_id_fk" FOREIGN KEY ("view_id") REFERENCES "public"."views"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rules_view_id_idx" ON "rules" USING btree ("view_id");--> statement-breakpoint
CREATE INDEX "associations_rule_id_idx" ON "associations" USING btree ("rule_id") WHERE rule_id is not null;--> statement-breakpoint
CREATE INDEX "changes_rule_id_idx" ON "changes" USING btree ("rule_id","started_at") WHERE rule_id is not null;--> statement-breakpoint
CREATE INDEX "customer_groups_rule_id_idx" ON "customer_groups" USING btree ("rule_id") WHERE rule_id is not null;--> statement-breakpoint
CREATE INDEX "customers_collector_rule_id_idx" ON "customers" USING btree ("collector_rule_id") WHERE collector_rule_id is not null;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_kind_check" CHECK ("changes"."kind" in ('associate', 'disassociate', 'replace', 'collector', 'group', 'ungroup', 'state', 'rule_gives', 'rule_takes', 'undo'));