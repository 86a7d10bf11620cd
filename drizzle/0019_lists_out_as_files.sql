CREATE TABLE "exports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "exports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text collate "C" NOT NULL,
	"kind" text,
	"state" text DEFAULT 'draft' NOT NULL,
	"target" jsonb NOT NULL,
	"choices" jsonb,
	"said" text DEFAULT '' NOT NULL,
	"file_name" text DEFAULT '' NOT NULL,
	"portfolio_only" boolean NOT NULL,
	"total" integer,
	"rows" integer DEFAULT 0 NOT NULL,
	"size" bigint,
	"problem" text,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	CONSTRAINT "exports_key_key" UNIQUE("key"),
	CONSTRAINT "exports_state_check" CHECK ("exports"."state" in ('draft', 'waiting', 'running', 'done', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "export_choices" jsonb;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exports_created_by_idx" ON "exports" USING btree ("created_by","created_at");--> statement-breakpoint
CREATE INDEX "exports_at_work_idx" ON "exports" USING btree ("created_by") WHERE state in ('waiting', 'running');