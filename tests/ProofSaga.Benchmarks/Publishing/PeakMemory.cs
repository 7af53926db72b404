using System.Globalization;

namespace ProofSaga.Benchmarks.Publishing;

/// <summary>The most memory that a process has had resident at once: <c>VmHWM</c> of proc(5).</summary>
static class PeakMemory
{
    const string Field = "VmHWM:";
    const double KibPerMib = 1024;

    public static double ReadMib(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .Single(line => line.StartsWith(Field, StringComparison.Ordinal));
        var kib = line[Field.Length..].Replace("kB", "", StringComparison.Ordinal);
        return long.Parse(
                kib,
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture
            ) / KibPerMib;
    }
}
