using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Hosting.Tests.Outages;

sealed class NoteWorkerDefinition() : WorkerDefinition<NoteWorker>(Queue, slots: 2)
{
    public const string Queue = "note-worker";
}
