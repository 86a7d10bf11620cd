ALTER TABLE "second_factors" ALTER COLUMN "last_step" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "second_factors" ADD COLUMN "since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "second_factors" DROP COLUMN "confirmed_at";