using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Views;
using CallCenter.Notation;

namespace CallCenter.Server.Settings;

/// <summary>Reads the rules by which contacts are excluded.</summary>
/// <param name="path">Where the options are.</param>
/// <param name="nameOf">Checks a text as events have it: value, field, what it is.</param>
internal sealed class ExclusionReader(string path, SettingErrors errors, Func<string?, string, string, string> nameOf)
{
    private const int RulesMax = 100, ValuesMax = 1_000;

    // Nothing of an agent is known when a visit is queued.
    private static readonly string[] Later = ["agent", "team", "seniority", "reason"];

    public List<ExclusionRule> Read(List<ExclusionOptions> options)
    {
        if (options.Count > RulesMax) Say("", $"has {options.Count} rules; at most {RulesMax} are allowed");
        return [.. options.Select((rule, i) => Read(rule, $":{i}"))];
    }

    private ExclusionRule Read(ExclusionOptions options, string at)
    {
        var reason = nameOf(options.Reason, $"{nameof(TenantSettingOptions.Exclusions)}{at}:Reason", "a reason such as test");
        if (options.Customers.Count + options.Where.Count == 0)
        {
            var (customers, where) = (errors.NameOf(nameof(options.Customers)), errors.NameOf(nameof(options.Where)));
            Say(at, $"would exclude everything; set {customers}, {where} or both");
        }
        if (options.Customers.Count > ValuesMax)
            Say($"{at}:Customers", $"has {options.Customers.Count} ids; at most {ValuesMax} are allowed");
        for (var i = 0; i < options.Customers.Count; i++)
        {
            if (options.Customers[i].Trim('*').Length == 0)
                Say($"{at}:Customers:{i}", "would be every customer; write an id, or its beginning with a *, such as +44207946*");
        }
        for (var i = 0; i < options.Where.Count; i++) Check(options.Where[i], $"{at}:Where:{i}");
        return new ExclusionRule(reason) { Customers = options.Customers, Where = options.Where };
    }

    private void Check(string text, string field)
    {
        try
        {
            var filter = FilterText.Parse(text);
            var dimension = Later.Contains(filter.Dimension) ? null : Dimension.Parse(filter.Dimension);
            if (dimension is null)
            {
                var (name, known) = (SafeText.Of(filter.Dimension), string.Join(", ", Dimension.Names.Except(Later)));
                Say(field, $"is about '{name}', which no visit has when it is queued; there are {known} and tag.NAME");
            }
            else if (dimension.FixedValues is { } values && filter.Values.FirstOrDefault(value => !values.Contains(value)) is { } wrong)
                Say(field, $"is about '{SafeText.Of(wrong)}'; a {dimension.Name} is {string.Join(", ", values)}");
        }
        catch (FormatException e)
        {
            Say(field, $"is wrong: {e.Message.TrimEnd('.')}");
        }
    }

    private void Say(string field, string problem) => errors.Add($"{path}:{nameof(TenantSettingOptions.Exclusions)}{field}", problem);
}
