namespace CallCenter.Simulator;

/// <summary>The agents and their queues: most agents serve the queue with the most work, and skills overlap.</summary>
internal static class Roster
{
    private const int ChatSlots = 3;
    private const int ChatSlotsOfNew = 2;
    private static readonly string[] Teams = ["north", "east", "south", "west"];
    private static readonly string[] Seniorities = ["new", "regular", "regular", "senior"];
    private static readonly string[] FirstNames = ["Ada", "Bao", "Cara", "Dmitri", "Elif", "Femi", "Gita", "Hugo", "Ines", "Jun"];
    private static readonly string[] LastNames = ["Abe", "Brandt", "Costa", "Diaz", "Eze", "Fox", "Gupta", "Horn", "Ito", "Jansen"];

    public static IReadOnlyList<Agent> Hire(SimulationOptions options, IReadOnlyList<CallQueue> queues, Dice dice)
    {
        Agent[] agents = [.. Enumerable.Range(0, options.AgentCount).Select(index => HireOne(index, dice))];
        foreach (var agent in agents)
        {
            Join(agent, queues.MaxBy(queue => Work(queue) / (1 + queue.Members.Count))!);
            for (var skill = 0; skill < 3; skill++)
            {
                if (dice.Chance(0.5))
                    Join(agent, dice.Pick(queues));
            }
        }

        for (var index = 0; index < queues.Count; index++)
        {
            if (queues[index].Members.Count == 0)
                Join(agents[index % agents.Length], queues[index]);
        }

        return agents;
    }

    private static Agent HireOne(int index, Dice dice)
    {
        var seniority = dice.Pick(Seniorities);
        return new Agent
        {
            Id = $"agent-{index + 1:D2}",
            DisplayName = $"{FirstNames[index % 10]} {LastNames[(index / 10) % 10]}",
            Team = Teams[index % Teams.Length],
            Seniority = seniority,
            JoinsAtLogIn = index % 4 == 3,
            ChatSlots = seniority == "new" ? ChatSlotsOfNew : ChatSlots,
        };
    }

    private static void Join(Agent agent, CallQueue queue)
    {
        if (agent.Memberships.Exists(membership => membership.Queue == queue))
            return;
        var membership = new Membership(agent, queue);
        agent.Memberships.Add(membership);
        queue.Members.Add(membership);
    }

    private static double Work(CallQueue queue)
    {
        var profile = queue.Profile;
        var atOnce = profile.Channel == V1.Channel.Chat ? ChatSlots : 1;
        return profile.Share * (profile.MeanTalk + profile.MeanWrapUp).TotalSeconds / atOnce;
    }
}
