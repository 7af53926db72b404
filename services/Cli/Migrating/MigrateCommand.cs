using System.CommandLine;

namespace ProofSaga.Cli.Migrating;

/// <summary><c>migrate</c>: shows and changes the schema of a database.</summary>
static class MigrateCommand
{
    public static Command Create()
    {
        var to = new Option<string?>("--to")
        {
            Description = "A migration, with or without its time stamp; 0 for an empty database. Default: the newest.",
        };
        var database = new Option<string?>("--database")
        {
            Description =
                "postgres://user:password@host:port/database or sqlite:PATH. Default: DATABASE_URL of the environment.",
        };
        var list = new Option<bool>("--list")
        {
            Description = "Show what is applied and what is pending; change nothing.",
        };
        var yes = new Option<bool>("--yes")
        {
            Description = "Go back although tables or columns lose what is in them.",
        };
        var command = new Command(
            "migrate",
            "Show the migrations of a database and apply or revert them. Exit codes: 0 done, 1 the database is away or "
                + "refuses, 2 wrong arguments, 3 not done without --yes."
        )
        {
            to,
            database,
            list,
            yes,
        };
        command.SetAction(
            (arguments, cancellationToken) =>
                new Migration(Console.Out, Console.Error).RunAsync(
                    new MigrateOptions(
                        arguments.GetValue(database) ?? Environment.GetEnvironmentVariable("DATABASE_URL"),
                        arguments.GetValue(to),
                        arguments.GetValue(list),
                        arguments.GetValue(yes)
                    ),
                    cancellationToken
                )
        );
        return command;
    }
}
