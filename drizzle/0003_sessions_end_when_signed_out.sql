CREATE TABLE "ended_sessions" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
