using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ProofSaga.Persistence.Conventions;

sealed class SnakeCaseEnumConverter<TEnum>()
    : ValueConverter<TEnum, string>(value => SnakeCase.Of(value), name => SnakeCase.Parse<TEnum>(name))
    where TEnum : struct, Enum;
