namespace ProofSaga.Ethereum.Abi;

/// <summary>A contract's own error (<c>error Name(type name, …)</c> in Solidity).</summary>
public sealed class CustomError
{
    readonly (string Type, string Name)[] parameters;

    CustomError(string name, (string Type, string Name)[] parameters)
    {
        Name = name;
        this.parameters = parameters;
        Selector = AbiSignature.Selector($"{name}({string.Join(',', parameters.Select(parameter => parameter.Type))})");
    }

    public string Name { get; }

    public byte[] Selector { get; }

    /// <param name="declaration">As in Solidity with canonical types, for example <c>NotOwner(address caller)</c>.</param>
    /// <exception cref="FormatException">This is no such declaration, or has a type that is not supported here (address, bool, bytes32, uint256, bytes, string).</exception>
    public static CustomError Declare(string declaration)
    {
        var (open, close) = (declaration.IndexOf('(', StringComparison.Ordinal), declaration.Length - 1);
        if (open < 1 || declaration[close] != ')')
            throw new FormatException($"'{declaration}' is not of the form Name(type name, …).");

        var declared = declaration[(open + 1)..close]
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(parameter => ParseParameter(parameter, declaration));
        return new CustomError(declaration[..open], [.. declared]);
    }

    /// <param name="arguments">The error's data behind the selector.</param>
    /// <exception cref="EthereumException">The data does not hold the parameters.</exception>
    internal RevertReason Describe(ReadOnlyMemory<byte> arguments)
    {
        var reader = new AbiReader(arguments);
        var values = parameters.Select(parameter => $"{parameter.Name}: {Read(reader, parameter.Type)}");
        return new RevertReason(Name, $"{Name}({string.Join(", ", values)})");
    }

    static (string Type, string Name) ParseParameter(string parameter, string declaration)
    {
        var words = parameter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [("address" or "bool" or "bytes32" or "uint256" or "bytes" or "string") and var type, var name]
            ? (type, name)
            : throw new FormatException($"'{parameter}' in '{declaration}' is not of the form 'type name'.");
    }

    static object Read(AbiReader reader, string type) =>
        type switch
        {
            "address" => reader.ReadAddress(),
            "bool" => reader.ReadBool() ? "true" : "false",
            "bytes32" => reader.ReadBytes32(),
            "uint256" => reader.ReadUInt256(),
            "bytes" => Hex.Encode(reader.ReadBytes()),
            _ => $"\"{reader.ReadString()}\"",
        };
}
