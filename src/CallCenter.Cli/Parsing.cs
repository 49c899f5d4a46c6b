using System.CommandLine.Parsing;

namespace CallCenter.Cli;

/// <summary>Makes parsers of options from functions that throw FormatException.</summary>
internal static class Parsing
{
    /// <summary>A parser of an option's last value.</summary>
    public static Func<ArgumentResult, T?> Of<T>(Func<string, T> parse) => result =>
    {
        T[]? all = All<T>(text => [parse(text)])(result);
        return all is { Length: > 0 } ? all[^1] : default;
    };

    /// <summary>A parser that joins what all values of an option give.</summary>
    public static Func<ArgumentResult, T[]?> All<T>(Func<string, T[]> parse) => result =>
    {
        try
        {
            return [.. result.Tokens.SelectMany(token => parse(token.Value))];
        }
        catch (FormatException e)
        {
            result.AddError(e.Message);
            return null;
        }
    };
}
