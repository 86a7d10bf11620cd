CREATE TABLE "association_removals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "association_removals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"created_by" bigint,
	"source" text NOT NULL,
	"rule_id" bigint,
	"given_by_change" bigint,
	"pinned" boolean NOT NULL,
	"removed_by" bigint,
	"removed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"change_id" bigint,
	"withheld" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "associations" (
	"customer_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" bigint,
	"source" text DEFAULT 'person' NOT NULL,
	"rule_id" bigint,
	"change_id" bigint,
	"pinned" boolean DEFAULT false NOT NULL,
	CONSTRAINT "associations_customer_id_user_id_pk" PRIMARY KEY("customer_id","user_id"),
	CONSTRAINT "associations_kind_check" CHECK ("associations"."kind" in ('sales', 'sales_administration', 'customer_service', 'dispute_resolver', 'other')),
	CONSTRAINT "associations_source_check" CHECK ("associations"."source" in ('person', 'import', 'rule', 'handover'))
);
--> statement-breakpoint
CREATE TABLE "change_chunks" (
	"change_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"customer_ids" bigint[] NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "change_chunks_change_id_position_pk" PRIMARY KEY("change_id","position")
);
--> statement-breakpoint
CREATE TABLE "change_exceptions" (
	"change_id" bigint NOT NULL,
	"customer_id" bigint NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "change_exceptions_change_id_customer_id_pk" PRIMARY KEY("change_id","customer_id"),
	CONSTRAINT "change_exceptions_reason_check" CHECK ("change_exceptions"."reason" in ('out_of_reach', 'moved'))
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"input" jsonb NOT NULL,
	"target" jsonb NOT NULL,
	"total" integer NOT NULL,
	"fingerprint" text collate "C" NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"undo_of" bigint,
	"changed" integer DEFAULT 0 NOT NULL,
	"already" integer DEFAULT 0 NOT NULL,
	"not_allowed" integer DEFAULT 0 NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "changes_key_key" UNIQUE("key"),
	CONSTRAINT "changes_undo_of_key" UNIQUE("undo_of"),
	CONSTRAINT "changes_kind_check" CHECK ("changes"."kind" in ('associate', 'disassociate', 'undo')),
	CONSTRAINT "changes_state_check" CHECK ("changes"."state" in ('planned', 'running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contacts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"role" text NOT NULL,
	"for_collection" boolean DEFAULT false NOT NULL,
	"in_copy" boolean DEFAULT false NOT NULL,
	"comment" text,
	"source" text DEFAULT 'person' NOT NULL,
	"external_id" text collate "C",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "contacts_customer_id_person_id_key" UNIQUE("customer_id","person_id"),
	CONSTRAINT "contacts_role_check" CHECK ("contacts"."role" in ('accountant', 'buyer', 'executive', 'finance_director', 'client', 'other', 'company')),
	CONSTRAINT "contacts_source_check" CHECK ("contacts"."source" in ('person', 'import'))
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "people_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text,
	"first_name" text collate "und-x-icu",
	"last_name" text collate "und-x-icu" NOT NULL,
	"email" text,
	"phone" text,
	"phone_e164" text collate "C",
	"mobile" text,
	"mobile_e164" text collate "C",
	"fax" text,
	"language" text,
	"first_key" text collate "C" GENERATED ALWAYS AS (norm(first_name)) STORED,
	"last_key" text collate "C" GENERATED ALWAYS AS (norm(last_name)) STORED NOT NULL,
	"email_key" text collate "C" GENERATED ALWAYS AS (norm(email)) STORED,
	"words" text GENERATED ALWAYS AS (norm(coalesce(first_name, '') || ' ' || last_name || ' ' || coalesce(first_name, '') || ' ' || coalesce(email, ''))) STORED NOT NULL,
	"phone_digits" text collate "C" GENERATED ALWAYS AS (reverse(regexp_replace(coalesce(phone_e164, phone), '\D', '', 'g'))) STORED,
	"mobile_digits" text collate "C" GENERATED ALWAYS AS (reverse(regexp_replace(coalesce(mobile_e164, mobile), '\D', '', 'g'))) STORED,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_groups" (
	"customer_id" bigint NOT NULL,
	"group_id" bigint NOT NULL,
	"source" text DEFAULT 'person' NOT NULL,
	"change_id" bigint,
	CONSTRAINT "customer_groups_customer_id_group_id_pk" PRIMARY KEY("customer_id","group_id"),
	CONSTRAINT "customer_groups_source_check" CHECK ("customer_groups"."source" in ('person', 'import', 'rule', 'handover'))
);
--> statement-breakpoint
CREATE TABLE "customer_search" (
	"customer_id" bigint PRIMARY KEY NOT NULL,
	"words" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "customers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text collate "C" NOT NULL,
	"code_key" text collate "C" NOT NULL,
	"name" text collate "und-x-icu" NOT NULL,
	"trading_name" text collate "und-x-icu",
	"legal_id" text,
	"vat_number" text,
	"street" text,
	"zip" text,
	"city" text collate "und-x-icu",
	"region" text collate "und-x-icu",
	"country" text collate "C",
	"language" text,
	"payment_term" text,
	"payment_means" text,
	"credit_limit" numeric(18, 3),
	"currency" text collate "C",
	"comment" text,
	"state" text DEFAULT 'active' NOT NULL,
	"collector_id" bigint,
	"erp_fields" text[] DEFAULT '{}' NOT NULL,
	"not_due" numeric(18, 3) DEFAULT '0' NOT NULL,
	"late_30" numeric(18, 3) DEFAULT '0' NOT NULL,
	"late_60" numeric(18, 3) DEFAULT '0' NOT NULL,
	"late_90" numeric(18, 3) DEFAULT '0' NOT NULL,
	"late_over" numeric(18, 3) DEFAULT '0' NOT NULL,
	"balance" numeric(18, 3) GENERATED ALWAYS AS (not_due + late_30 + late_60 + late_90 + late_over) STORED NOT NULL,
	"overdue" numeric(18, 3) GENERATED ALWAYS AS (late_30 + late_60 + late_90 + late_over) STORED NOT NULL,
	"oldest_due" date,
	"open_items" integer DEFAULT 0 NOT NULL,
	"reachable" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "customers_code_key" UNIQUE("code"),
	CONSTRAINT "customers_code_key_key" UNIQUE("code_key"),
	CONSTRAINT "customers_code_check" CHECK (length("customers"."code") between 1 and 64 and "customers"."code" !~ '[\x01-\x1f\x7f]' and "customers"."code" not in ('.', '..')),
	CONSTRAINT "customers_country_check" CHECK ("customers"."country" ~ '^[A-Z]{2}$'),
	CONSTRAINT "customers_state_check" CHECK ("customers"."state" in ('active', 'blocked', 'archived'))
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text collate "C" NOT NULL,
	"name" text collate "und-x-icu" NOT NULL,
	CONSTRAINT "groups_slug_key" UNIQUE("slug"),
	CONSTRAINT "groups_name_key" UNIQUE("name"),
	CONSTRAINT "groups_slug_check" CHECK ("groups"."slug" ~ '^[a-z0-9.-]+$' and "groups"."slug" <> 'none')
);
--> statement-breakpoint
CREATE TABLE "history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_id" bigint,
	"action" text NOT NULL,
	"customer_id" bigint,
	"person_id" bigint,
	"user_id" bigint,
	"change_id" bigint,
	"old" jsonb,
	"new" jsonb
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "items_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" bigint NOT NULL,
	"number" text collate "C" NOT NULL,
	"type" text NOT NULL,
	"issue_date" date NOT NULL,
	"due_date" date NOT NULL,
	"amount" numeric(18, 3) NOT NULL,
	"remaining" numeric(18, 3) NOT NULL,
	"currency" text collate "C" NOT NULL,
	"order_number" text,
	"cleared_date" date,
	CONSTRAINT "items_customer_id_type_number_key" UNIQUE("customer_id","type","number"),
	CONSTRAINT "items_type_check" CHECK ("items"."type" in ('invoice', 'credit_note', 'payment', 'miscellaneous', 'draft', 'down_payment_request')),
	CONSTRAINT "items_currency_check" CHECK ("items"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "items_cleared_date_check" CHECK (("items"."cleared_date" is null) = ("items"."remaining" <> 0))
);
--> statement-breakpoint
CREATE TABLE "code_list_codes" (
	"list_id" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	"code" text collate "C" NOT NULL,
	"code_key" text collate "C" NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "code_list_codes_list_id_code_key_pk" PRIMARY KEY("list_id","code_key")
);
--> statement-breakpoint
CREATE TABLE "code_lists" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"pasted" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rates" (
	"currency" text collate "C" NOT NULL,
	"day" date NOT NULL,
	"rate" numeric(18, 8) NOT NULL,
	CONSTRAINT "rates_currency_day_pk" PRIMARY KEY("currency","day"),
	CONSTRAINT "rates_rate_check" CHECK ("rates"."rate" > 0)
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"company_name" text NOT NULL,
	"currency" text collate "C" NOT NULL,
	"time_zone" text NOT NULL,
	"country" text collate "C" NOT NULL,
	"language" text NOT NULL,
	"figures_on" date,
	"sample" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "settings_id_check" CHECK ("settings"."id" = 1),
	CONSTRAINT "settings_language_check" CHECK ("settings"."language" in ('en', 'fr'))
);
--> statement-breakpoint
CREATE TABLE "throttles" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"resets_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"purpose" text NOT NULL,
	"hash" text collate "C" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_by" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tokens_hash_key" UNIQUE("hash"),
	CONSTRAINT "tokens_purpose_check" CHECK ("tokens"."purpose" in ('invitation', 'reset'))
);
--> statement-breakpoint
CREATE TABLE "user_handles" (
	"handle" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"handle" text collate "C" NOT NULL,
	"email" text collate "C",
	"first_name" text collate "und-x-icu",
	"last_name" text collate "und-x-icu" NOT NULL,
	"role" text NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"portfolio_only" boolean DEFAULT false NOT NULL,
	"may_change_many" boolean DEFAULT false NOT NULL,
	"may_import" boolean DEFAULT false NOT NULL,
	"may_export" boolean DEFAULT false NOT NULL,
	"usual_kind" text DEFAULT 'other' NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"time_zone" text,
	"theme" text DEFAULT 'system' NOT NULL,
	"password_hash" text,
	"session_version" integer DEFAULT 1 NOT NULL,
	"last_sign_in_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "users_handle_key" UNIQUE("handle"),
	CONSTRAINT "users_email_key" UNIQUE("email"),
	CONSTRAINT "users_handle_check" CHECK ("users"."handle" ~ '^[a-z0-9.-]+$' and "users"."handle" <> 'none'),
	CONSTRAINT "users_email_check" CHECK (not "users"."active" or "users"."email" is not null),
	CONSTRAINT "users_role_check" CHECK ("users"."role" in ('administrator', 'credit_manager', 'collector', 'sales_manager', 'sales_administration', 'financial_controller', 'executive', 'guest')),
	CONSTRAINT "users_usual_kind_check" CHECK ("users"."usual_kind" in ('sales', 'sales_administration', 'customer_service', 'dispute_resolver', 'other')),
	CONSTRAINT "users_language_check" CHECK ("users"."language" in ('en', 'fr')),
	CONSTRAINT "users_theme_check" CHECK ("users"."theme" in ('system', 'light', 'dark'))
);
--> statement-breakpoint
ALTER TABLE "association_removals" ADD CONSTRAINT "association_removals_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association_removals" ADD CONSTRAINT "association_removals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "associations" ADD CONSTRAINT "associations_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "associations" ADD CONSTRAINT "associations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_chunks" ADD CONSTRAINT "change_chunks_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_exceptions" ADD CONSTRAINT "change_exceptions_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_groups" ADD CONSTRAINT "customer_groups_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_groups" ADD CONSTRAINT "customer_groups_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_search" ADD CONSTRAINT "customer_search_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_collector_id_users_id_fk" FOREIGN KEY ("collector_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_list_codes" ADD CONSTRAINT "code_list_codes_list_id_code_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."code_lists"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_lists" ADD CONSTRAINT "code_lists_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_handles" ADD CONSTRAINT "user_handles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "association_removals_customer_id_idx" ON "association_removals" USING btree ("customer_id","user_id");--> statement-breakpoint
CREATE INDEX "association_removals_withheld_idx" ON "association_removals" USING btree ("customer_id","user_id") WHERE withheld;--> statement-breakpoint
CREATE INDEX "association_removals_change_id_idx" ON "association_removals" USING btree ("change_id","customer_id") WHERE change_id is not null;--> statement-breakpoint
CREATE INDEX "association_removals_given_by_change_idx" ON "association_removals" USING btree ("given_by_change") WHERE given_by_change is not null;--> statement-breakpoint
CREATE INDEX "associations_user_id_idx" ON "associations" USING btree ("user_id","customer_id");--> statement-breakpoint
CREATE INDEX "associations_change_id_idx" ON "associations" USING btree ("change_id") WHERE change_id is not null;--> statement-breakpoint
CREATE INDEX "changes_created_by_idx" ON "changes" USING btree ("created_by","created_at");--> statement-breakpoint
CREATE INDEX "changes_created_at_idx" ON "changes" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_for_collection_key" ON "contacts" USING btree ("customer_id") WHERE for_collection;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_external_id_key" ON "contacts" USING btree ("customer_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX "contacts_person_id_idx" ON "contacts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "people_words_idx" ON "people" USING gin ("words" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "people_last_key_idx" ON "people" USING btree ("last_key" text_pattern_ops,"first_key");--> statement-breakpoint
CREATE INDEX "people_first_key_idx" ON "people" USING btree ("first_key" text_pattern_ops,"last_key");--> statement-breakpoint
CREATE INDEX "people_email_key_idx" ON "people" USING btree ("email_key" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "people_phone_digits_idx" ON "people" USING btree ("phone_digits" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "people_mobile_digits_idx" ON "people" USING btree ("mobile_digits" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "customer_groups_group_id_idx" ON "customer_groups" USING btree ("group_id","customer_id");--> statement-breakpoint
CREATE INDEX "customer_search_words_idx" ON "customer_search" USING gin ("words" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "customers_name_idx" ON "customers" USING btree ("name","code");--> statement-breakpoint
CREATE INDEX "customers_city_idx" ON "customers" USING btree ("city","code");--> statement-breakpoint
CREATE INDEX "customers_country_idx" ON "customers" USING btree ("country","code");--> statement-breakpoint
CREATE INDEX "customers_collector_id_idx" ON "customers" USING btree ("collector_id","code");--> statement-breakpoint
CREATE INDEX "customers_balance_idx" ON "customers" USING btree ("balance" desc,"code");--> statement-breakpoint
CREATE INDEX "customers_overdue_idx" ON "customers" USING btree ("overdue" desc,"code");--> statement-breakpoint
CREATE INDEX "customers_oldest_due_idx" ON "customers" USING btree ("oldest_due","code");--> statement-breakpoint
CREATE INDEX "customers_unreachable_idx" ON "customers" USING btree ("code") WHERE not reachable;--> statement-breakpoint
CREATE INDEX "history_customer_id_idx" ON "history" USING btree ("customer_id","at") WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX "history_person_id_idx" ON "history" USING btree ("person_id","at") WHERE person_id is not null;--> statement-breakpoint
CREATE INDEX "history_user_id_idx" ON "history" USING btree ("user_id","at") WHERE user_id is not null;--> statement-breakpoint
CREATE INDEX "history_change_id_idx" ON "history" USING btree ("change_id") WHERE change_id is not null;--> statement-breakpoint
CREATE INDEX "history_at_idx" ON "history" USING btree ("at");--> statement-breakpoint
CREATE INDEX "items_open_customer_id_idx" ON "items" USING btree ("customer_id","due_date") WHERE cleared_date is null;--> statement-breakpoint
CREATE INDEX "items_open_due_date_idx" ON "items" USING btree ("due_date","customer_id") WHERE cleared_date is null;--> statement-breakpoint
CREATE INDEX "code_list_codes_position_idx" ON "code_list_codes" USING btree ("list_id","position");--> statement-breakpoint
CREATE INDEX "tokens_user_id_idx" ON "tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_handles_user_id_idx" ON "user_handles" USING btree ("user_id");