CREATE TABLE "withheld_groups" (
	"group_id" bigint NOT NULL,
	"customer_id" bigint NOT NULL,
	"by" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "withheld_groups_group_id_customer_id_pk" PRIMARY KEY("group_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "collector_withheld" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "withheld_groups" ADD CONSTRAINT "withheld_groups_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withheld_groups" ADD CONSTRAINT "withheld_groups_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withheld_groups_customer_id_idx" ON "withheld_groups" USING btree ("customer_id");--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_collector_withheld_check" CHECK (not ("customers"."collector_withheld" and "customers"."collector_id" is not null));--> statement-breakpoint
-- The mark of a rule beside nobody said that a person had taken its collector away.
UPDATE "customers" SET "collector_withheld" = true, "collector_rule_id" = null, "collector_rule_user_id" = null
WHERE "collector_id" IS NULL AND "collector_rule_id" IS NOT NULL;
