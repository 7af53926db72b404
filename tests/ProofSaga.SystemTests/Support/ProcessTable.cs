using System.Globalization;

namespace ProofSaga.SystemTests.Support;

/// <summary>What the kernel knows of processes, proc(5).</summary>
static class ProcessTable
{
    /// <param name="IsZombie">It has ended; only its parent has not asked how.</param>
    public sealed record Row(ProcessIdentity Identity, int ParentId, bool IsZombie);

    /// <returns>null when there is no such process.</returns>
    public static Row? Read(int processId)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{processId}/stat");
        }
        // the process can end between any two steps of reading
        catch (IOException)
        {
            return null;
        }

        // pid (name) state parent …: the name may hold blanks and parentheses
        var nameEnd = stat.LastIndexOf(')');
        var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..nameEnd];
        var fields = stat[(nameEnd + 2)..].Split(' ');
        return new Row(
            new ProcessIdentity(processId, name, ulong.Parse(fields[19], CultureInfo.InvariantCulture)),
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            fields[0] is "Z" or "X"
        );
    }

    /// <summary>The processes below one, at any depth.</summary>
    public static IReadOnlyList<ProcessIdentity> DescendantsOf(int processId)
    {
        var children = Directory
            .EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? Read(id) : null)
            .OfType<Row>()
            .ToLookup(row => row.ParentId, row => row.Identity);
        var found = new List<ProcessIdentity>(children[processId]);
        for (var next = 0; next < found.Count; next++)
            found.AddRange(children[found[next].Id]);

        return found;
    }
}
