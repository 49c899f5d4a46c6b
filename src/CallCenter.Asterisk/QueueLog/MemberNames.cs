namespace CallCenter.Asterisk;

/// <summary>Whose device a name is: queue_log names members, AMI their interfaces too, and an agent's identity is the
/// interface.</summary>
internal sealed class MemberNames
{
    private readonly Dictionary<string, List<string>> _devices = new(StringComparer.Ordinal);

    /// <summary>A member as an event or a list showed it.</summary>
    public void Learn(string name, string device)
    {
        if (name.Length == 0 || device.Length == 0)
            return;
        if (!_devices.TryGetValue(name, out var devices))
            _devices[name] = devices = [];
        if (!devices.Contains(device))
            devices.Add(device);
    }

    /// <summary>The devices of this name, those learned first before those of agents already known; none for a name never seen with a
    /// device.</summary>
    public IEnumerable<string> Devices(string name, AgentBook agents)
    {
        var label = Ids.Label(name);
        return _devices.GetValueOrDefault(name, [])
            .Concat(agents.All.Where(agent => agent.Name == label).Select(agent => agent.Id)).Distinct();
    }
}
