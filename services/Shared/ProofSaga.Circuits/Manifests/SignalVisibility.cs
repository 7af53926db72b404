namespace ProofSaga.Circuits.Manifests;

public enum SignalVisibility
{
    /// <summary>Known to the prover only.</summary>
    Private,

    /// <summary>Part of the public signals of every proof.</summary>
    Public,
}
