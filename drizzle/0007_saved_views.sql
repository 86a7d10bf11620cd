CREATE TABLE "view_slugs" (
	"slug" text collate "C" PRIMARY KEY NOT NULL,
	"view_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "view_visits" (
	"user_id" bigint NOT NULL,
	"view_id" bigint NOT NULL,
	"opened_at" timestamp with time zone,
	"opened_count" integer,
	"before_at" timestamp with time zone,
	"before_count" integer,
	"pin_position" integer,
	"counted_at" timestamp with time zone,
	"counted" integer,
	CONSTRAINT "view_visits_user_id_view_id_pk" PRIMARY KEY("user_id","view_id")
);
--> statement-breakpoint
CREATE TABLE "views" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text collate "C" NOT NULL,
	"name" text collate "und-x-icu" NOT NULL,
	"owner_id" bigint NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"frozen" boolean DEFAULT false NOT NULL,
	"search" text NOT NULL,
	"list_id" text collate "C",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "views_slug_key" UNIQUE("slug"),
	CONSTRAINT "views_owner_id_name_key" UNIQUE("owner_id","name"),
	CONSTRAINT "views_slug_check" CHECK ("views"."slug" ~ '^[a-z0-9.-]+$' and "views"."slug" <> 'none'),
	CONSTRAINT "views_frozen_check" CHECK (not "views"."frozen" or "views"."list_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "code_lists" ADD COLUMN "frozen" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "view_slugs" ADD CONSTRAINT "view_slugs_view_id_views_id_fk" FOREIGN KEY ("view_id") REFERENCES "public"."views"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "view_visits" ADD CONSTRAINT "view_visits_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "view_visits" ADD CONSTRAINT "view_visits_view_id_views_id_fk" FOREIGN KEY ("view_id") REFERENCES "public"."views"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_list_id_code_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."code_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "view_slugs_view_id_idx" ON "view_slugs" USING btree ("view_id");--> statement-breakpoint
CREATE INDEX "view_visits_view_id_idx" ON "view_visits" USING btree ("view_id");--> statement-breakpoint
CREATE INDEX "views_list_id_idx" ON "views" USING btree ("list_id");