using System.Globalization;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator;

/// <summary>
/// Reads <see cref="RetrySchedules"/> from the configuration and names everything in it that is wrong, key and value. The
/// general binder drops the entries of a list that it cannot read, and knows no stage but takes every key.
/// </summary>
sealed class RetryConfiguration(IConfiguration configuration)
    : IConfigureOptions<RetrySchedules>,
        IValidateOptions<RetrySchedules>
{
    static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    readonly IConfigurationSection section = configuration.GetSection(RetrySchedules.Section);

    public void Configure(RetrySchedules options) => Read(options);

    public ValidateOptionsResult Validate(string? name, RetrySchedules options)
    {
        var problems = Read(new RetrySchedules());
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    List<string> Read(RetrySchedules schedules)
    {
        var problems = new List<string>();
        foreach (var entry in section.GetChildren())
        {
            if (!Is(entry, nameof(RetrySchedules.Circuits)))
            {
                ReadStage(entry, schedules, "Generate, Verify, Publish and Circuits", problems);
                continue;
            }

            foreach (var circuit in entry.GetChildren())
            {
                var delays = schedules.Circuits[circuit.Key] = new RetryDelays();
                if (circuit.Value is { Length: > 0 } value)
                    problems.Add($"{circuit.Path} is '{value}'; name a stage, as in {circuit.Path}:Generate:0.");
                foreach (var stage in circuit.GetChildren())
                    ReadStage(stage, delays, "Generate, Verify and Publish", problems);
            }
        }

        return problems;
    }

    static void ReadStage(IConfigurationSection entry, RetryDelays delays, string known, List<string> problems)
    {
        foreach (var stage in Enum.GetValues<ProofStage>())
        {
            if (!Is(entry, stage.ToString()))
                continue;

            // of a list without entries JSON leaves an empty value, as an environment variable does
            if (entry.GetChildren().Any() || entry.Value is not null)
                delays[stage] = ReadDelays(entry, problems);
            return;
        }

        problems.Add($"{entry.Path} is not known; {Parent(entry)} has {known}.");
    }

    static TimeSpan[] ReadDelays(IConfigurationSection stage, List<string> problems)
    {
        if (stage.Value is { Length: > 0 } single)
        {
            problems.Add(
                $"{stage.Path} is '{single}'; it takes one delay for each retry: {stage.Path}:0, {stage.Path}:1, …; empty: none."
            );
        }

        var delays = new List<TimeSpan>();
        foreach (var entry in stage.GetChildren())
        {
            if (
                TimeSpan.TryParse(entry.Value, CultureInfo.InvariantCulture, out var delay)
                && delay >= TimeSpan.Zero
                && delay <= LongestDelay
            )
            {
                delays.Add(delay);
            }
            else
            {
                problems.Add(
                    $"{entry.Path} is '{entry.Value}'; it must be from 0 to 7 days: hh:mm:ss, or d.hh:mm:ss, or days."
                );
            }
        }

        return [.. delays];
    }

    static bool Is(IConfigurationSection entry, string key) =>
        entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase);

    static string Parent(IConfigurationSection entry) => entry.Path[..^(entry.Key.Length + 1)];
}
