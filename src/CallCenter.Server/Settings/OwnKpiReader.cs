using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;

namespace CallCenter.Server.Settings;

/// <summary>Reads the KPIs of a tenant's own.</summary>
/// <param name="path">Where the options are.</param>
internal sealed class OwnKpiReader(string path, SettingErrors errors)
{
    private const int KpisMax = 100, NameLengthMax = 40, TextLengthMax = 500;

    public List<KpiDefinition> Read(List<OwnKpiOptions> options)
    {
        var kpis = new List<KpiDefinition>();
        if (options.Count > KpisMax) Say("", $"has {options.Count} KPIs; at most {KpisMax} are allowed");
        for (var i = 0; i < options.Count; i++)
        {
            if (Read(options[i], $":{i}") is not { } kpi) continue;
            if (kpis.Exists(other => other.Id == kpi.Id)) Say($":{i}:Name", $"is '{options[i].Name}', which is there already");
            kpis.Add(kpi);
        }
        return kpis;
    }

    private KpiDefinition? Read(OwnKpiOptions options, string at)
    {
        var name = options.Name ?? "";
        if (name.Length is 0 or > NameLengthMax || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            Say($"{at}:Name", $"is '{SafeText.Of(name)}'; set it to 1 to {NameLengthMax} of a-z, 0-9 and '_'");
        var (title, description) = (TextOf(options.Title ?? name, $"{at}:Title"), TextOf(options.Description ?? "", $"{at}:Description"));
        try
        {
            return OwnKpi.Define(name, new LocalText(title, title), new LocalText(description, description), options.Formula ?? "");
        }
        catch (FormatException e)
        {
            Say($"{at}:Formula", $"is '{SafeText.Of(options.Formula ?? "")}': {e.Message}");
            return null;
        }
    }

    private string TextOf(string text, string field)
    {
        if (text.Length > TextLengthMax || text.Any(SafeText.IsUnsafe))
            Say(field, $"is no text of at most {TextLengthMax} printable characters");
        return text;
    }

    private void Say(string field, string problem) => errors.Add($"{path}:{nameof(TenantSettingOptions.Kpis)}{field}", problem);
}
