using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;

namespace CallCenter.Server.Definitions;

/// <summary>What a definitions file says, and what is wrong in it, without a server.</summary>
/// <param name="Errors">All of them, each with file, line, column and what would be right.</param>
/// <param name="Summary">What a right file defines, one line for all tenants, and one for each tenant with its own.</param>
public sealed record DefinitionsCheck(IReadOnlyList<string> Errors, IReadOnlyList<string> Summary)
{
    /// <param name="options">Of the server that is to use the file.</param>
    public static DefinitionsCheck Run(string path, ServerOptions options, TimeProvider time)
    {
        var read = DefinitionsFile.Read(path, options, time);
        return new DefinitionsCheck(read.Errors, read.Errors.Count > 0 ? [] : [.. SummaryOf(read.Options)]);
    }

    private static IEnumerable<string> SummaryOf(SettingOptions options)
    {
        yield return $"all tenants: {Describe(options)}";
        foreach (var (tenant, own) in options.Tenants.OrderBy(t => t.Key, StringComparer.Ordinal))
            yield return $"tenant {tenant}: {Describe(own)}";
    }

    private static string Describe(TenantSettingOptions options)
    {
        var said = SettingTypes.PropertiesOf(typeof(TenantSettingOptions))
            .Select(property => (Name: DefinitionNames.KeyOf(property.Name), Value: property.GetValue(options)))
            .Select(p => p.Value switch
            {
                string text => $"{p.Name} {text}",
                System.Collections.ICollection { Count: > 0 } items => $"{p.Name} ({items.Count})",
                CostOptions costs when costs != new CostOptions() => p.Name,
                AgentLimitOptions limits when limits != new AgentLimitOptions() => p.Name,
                _ => null,
            })
            .OfType<string>().ToList();
        return said.Count == 0 ? "nothing" : string.Join(", ", said);
    }
}
