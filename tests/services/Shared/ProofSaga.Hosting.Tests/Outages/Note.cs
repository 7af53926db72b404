namespace ProofSaga.Hosting.Tests.Outages;

/// <summary>Something to be written down once.</summary>
public sealed record Note(Guid NoteId);
