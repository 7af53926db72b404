using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Hosting.Tests.Messaging;

sealed class SlowWorkerDefinition() : WorkerDefinition<SlowWorker>("slow-work", Slots)
{
    public const int Slots = 3;
}
