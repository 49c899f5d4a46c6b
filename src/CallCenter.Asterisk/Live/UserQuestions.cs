namespace CallCenter.Asterisk;

/// <summary>
/// Asks what the user may read and whether events bear times. Only a user with write class command gets an answer; for all others the
/// events that come must tell.
/// </summary>
internal sealed class UserQuestions(AsteriskNeeds needs, string user)
{
    private const string UserId = "callcenter-user";
    private const string SettingsId = "callcenter-settings";

    public IEnumerable<(AmiAction Action, string ActionId)> All =>
    [
        (new("Command", ("Command", $"manager show user {user}")), UserId),
        (new("Command", ("Command", "manager show settings")), SettingsId),
    ];

    /// <summary>Whether the message is an answer to one of them.</summary>
    public bool Accept(AmiMessage message)
    {
        switch (message.ActionId)
        {
            case UserId:
                if (Value(message, "read perm:") is { Length: > 0 } classes)
                    needs.ReadClasses = classes.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
                return true;
            case SettingsId:
                if (Value(message, "Timestamp events:") is { Length: > 0 } isOn)
                    needs.HasStamps = isOn.StartsWith("Yes", StringComparison.OrdinalIgnoreCase);
                return true;
            default:
                return false;
        }
    }

    private static string? Value(AmiMessage message, string label)
    {
        var line = message.All("Output").FirstOrDefault(each => each.TrimStart().StartsWith(label, StringComparison.OrdinalIgnoreCase));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
