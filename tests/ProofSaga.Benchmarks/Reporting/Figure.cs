using System.Globalization;

namespace ProofSaga.Benchmarks.Reporting;

/// <summary>Figures as a person reads them.</summary>
static class Figure
{
    public static string Number(double value) =>
        value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
