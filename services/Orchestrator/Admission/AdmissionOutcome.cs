namespace ProofSaga.Orchestrator.Admission;

/// <summary>What came of a turn.</summary>
/// <param name="WasTaken">False: another process has the turn.</param>
/// <param name="Admitted">Proofs whose generation was ordered.</param>
/// <param name="SomethingWaits">Is anything left that waits, as far as the turn has looked?</param>
/// <param name="HasRoom">Did it stop before there was no room or nothing left, so that another turn should follow?</param>
public sealed record AdmissionOutcome(bool WasTaken, int Admitted, bool SomethingWaits, bool HasRoom)
{
    internal static AdmissionOutcome NotTaken { get; } = new(false, 0, SomethingWaits: true, HasRoom: true);
}
