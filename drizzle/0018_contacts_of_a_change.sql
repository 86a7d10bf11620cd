CREATE TABLE "removed_contacts" (
	"contact_id" bigint PRIMARY KEY NOT NULL,
	"change_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"contact" jsonb,
	"person" jsonb
);
--> statement-breakpoint
ALTER TABLE "change_effects" DROP CONSTRAINT "change_effects_fact_check";--> statement-breakpoint
ALTER TABLE "change_exceptions" DROP CONSTRAINT "change_exceptions_reason_check";--> statement-breakpoint
ALTER TABLE "changes" DROP CONSTRAINT "changes_kind_check";--> statement-breakpoint
ALTER TABLE "change_exceptions" DROP CONSTRAINT "change_exceptions_change_id_customer_id_pk";--> statement-breakpoint
ALTER TABLE "change_chunks" ADD COLUMN "contact_ids" bigint[];--> statement-breakpoint
ALTER TABLE "change_effects" ADD COLUMN "contact_ids" bigint[];--> statement-breakpoint
ALTER TABLE "change_exceptions" ADD COLUMN "contact_id" bigint;--> statement-breakpoint
ALTER TABLE "removed_contacts" ADD CONSTRAINT "removed_contacts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removed_contacts" ADD CONSTRAINT "removed_contacts_chunk_fk" FOREIGN KEY ("change_id","position") REFERENCES "public"."change_chunks"("change_id","position") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "removed_contacts_chunk_idx" ON "removed_contacts" USING btree ("change_id","position");--> statement-breakpoint
CREATE INDEX "removed_contacts_customer_id_idx" ON "removed_contacts" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "removed_contacts_person_id_idx" ON "removed_contacts" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "change_exceptions" ADD CONSTRAINT "change_exceptions_key" UNIQUE NULLS NOT DISTINCT("change_id","customer_id","contact_id");--> statement-breakpoint
ALTER TABLE "change_effects" ADD CONSTRAINT "change_effects_fact_check" CHECK ("change_effects"."fact" in ('association', 'collector', 'group', 'state', 'contact_role', 'contact_language', 'contact_domain', 'contact_star', 'contact_removed'));--> statement-breakpoint
ALTER TABLE "change_exceptions" ADD CONSTRAINT "change_exceptions_reason_check" CHECK ("change_exceptions"."reason" in ('out_of_reach', 'from_erp', 'gone', 'moved', 'partly'));--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_kind_check" CHECK ("changes"."kind" in ('associate', 'disassociate', 'replace', 'collector', 'group', 'ungroup', 'state', 'contact_role', 'contact_language', 'contact_domain', 'contact_star', 'contact_remove', 'rule_gives', 'rule_takes', 'undo'));
--> statement-breakpoint
-- Compressing ids costs more time than it saves room.
ALTER TABLE change_chunks ALTER COLUMN contact_ids SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE change_effects ALTER COLUMN contact_ids SET STORAGE EXTERNAL;
