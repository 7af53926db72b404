using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace ProofSaga.Persistence.Conventions;

sealed class ModelPerSagaSet : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as ProofSagaDbContext)?.Sagas?.ModelKey, designTime);
}
