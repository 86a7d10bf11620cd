CREATE TABLE "import_mappings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "import_mappings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"name" text collate "und-x-icu" NOT NULL,
	"fingerprint" text collate "C" NOT NULL,
	"mapping" jsonb NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_by" bigint,
	CONSTRAINT "import_mappings_kind_name_key" UNIQUE("kind","name"),
	CONSTRAINT "import_mappings_kind_check" CHECK ("import_mappings"."kind" in ('customers', 'contacts', 'items', 'users'))
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"state" text DEFAULT 'uploaded' NOT NULL,
	"file_name" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text collate "C" NOT NULL,
	"reading" jsonb,
	"mapping" jsonb,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"plan" jsonb,
	"offered" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"made" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"problem_facts" jsonb,
	"undo_of" bigint,
	"created_by" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "imports_key_key" UNIQUE("key"),
	CONSTRAINT "imports_undo_of_key" UNIQUE("undo_of"),
	CONSTRAINT "imports_kind_check" CHECK ("imports"."kind" in ('customers', 'contacts', 'items', 'users')),
	CONSTRAINT "imports_source_check" CHECK ("imports"."source" in ('web', 'command', 'folder')),
	CONSTRAINT "imports_state_check" CHECK ("imports"."state" in ('uploaded', 'read', 'checking', 'checked', 'running', 'done', 'stopped', 'failed')),
	CONSTRAINT "imports_counts_check" CHECK ("imports"."state" <> 'done' or "imports"."offered" = "imports"."created" + "imports"."updated" + "imports"."unchanged" + "imports"."rejected")
);
--> statement-breakpoint
ALTER TABLE "history" ADD COLUMN "import_id" bigint DEFAULT nullif(current_setting('encours.import_id', true), '')::bigint;--> statement-breakpoint
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_last_used_by_users_id_fk" FOREIGN KEY ("last_used_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_mappings_fingerprint_idx" ON "import_mappings" USING btree ("kind","fingerprint","last_used_at");--> statement-breakpoint
CREATE INDEX "imports_created_at_idx" ON "imports" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "imports_sha256_idx" ON "imports" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "imports_at_work_idx" ON "imports" USING btree ("id") WHERE state in ('checking', 'running');--> statement-breakpoint
CREATE INDEX "history_import_id_idx" ON "history" USING btree ("import_id","customer_id") WHERE import_id is not null;--> statement-breakpoint
-- Rows of files that are checked and not forgotten yet: a table an import, made and dropped as imports come and go.
CREATE SCHEMA "staging";
