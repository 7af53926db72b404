using System.Globalization;

namespace ProofSaga.Benchmarks.Measuring;

/// <summary>The CPU time that processes have used so far, from <c>/proc</c>, those below them included.</summary>
static class CpuTimes
{
    public const string LoadGenerator = "load generator";

    /// <summary>USER_HZ, which is 100 on every Linux that .NET runs on.</summary>
    const double MillisecondsPerTick = 10;

    /// <summary>Position of the parent's id behind the name in <c>/proc/PID/stat</c>; see proc(5).</summary>
    const int Parent = 1;

    /// <summary>User and system time, of the process and of its children that have ended.</summary>
    static readonly Range Times = 11..15;

    /// <summary>Milliseconds by name; the load generator is this process.</summary>
    /// <param name="names">Part of a command line → name. A process counts for the first one it fits, and so do those below it.</param>
    public static Dictionary<string, double> Read(IReadOnlyList<(string Command, string Name)> names)
    {
        var processes = All().ToDictionary(process => process.Id);
        var sums = names.ToDictionary(name => name.Name, _ => 0.0, StringComparer.Ordinal);
        sums[LoadGenerator] = 0;
        foreach (var process in processes.Values)
        {
            if (NameOf(process) is { } name)
                sums[name] += process.Milliseconds;
        }

        return sums;

        string? NameOf(Entry process)
        {
            string? found = null;
            for (var at = process; at is not null; at = processes.GetValueOrDefault(at.Parent))
            {
                if (at.Id == Environment.ProcessId)
                    return found ?? (at == process ? LoadGenerator : null);
                found ??= names
                    .FirstOrDefault(name => at.Command.Contains(name.Command, StringComparison.Ordinal))
                    .Name;
            }

            return null;
        }
    }

    static IEnumerable<Entry> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
                continue;

            Entry? entry = null;
            try
            {
                entry = Read(folder, id);
            }
            catch (IOException)
            {
                // ended since the folder was listed: its time is now its parent's
            }

            if (entry is not null)
                yield return entry;
        }
    }

    static Entry Read(string folder, int id)
    {
        var stat = File.ReadAllText(Path.Combine(folder, "stat"));
        // the name stands in parentheses and may hold spaces
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        return new(
            id,
            int.Parse(fields[Parent], CultureInfo.InvariantCulture),
            command,
            fields[Times].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) * MillisecondsPerTick
        );
    }

    sealed record Entry(int Id, int Parent, string Command, double Milliseconds);
}
