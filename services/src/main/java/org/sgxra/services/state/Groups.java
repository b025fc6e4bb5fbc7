package org.sgxra.services.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.EpidGroupId;

/**
 * All groups of the emulator, oldest first. Immutable.
 *
 * @param groupRlVersion number of changes to the list of revoked groups so far
 */
public record Groups(int groupRlVersion, List<Group> all) {
    public Groups {
        all = List.copyOf(all);
    }

    /** The group with the given id. */
    public Optional<Group> find(EpidGroupId gid) {
        return all.stream().filter(group -> group.gid().equals(gid)).findFirst();
    }

    /** The group that platforms join now: the youngest of those that are neither revoked nor out of date. */
    public Optional<Group> joinable() {
        return all.stream().filter(Group::isJoinable).reduce((older, younger) -> younger);
    }

    /** With one group more. */
    public Groups with(Group group) {
        List<Group> more = new ArrayList<>(all);
        more.add(group);
        return new Groups(groupRlVersion, more);
    }

    /** With {@code group} in the place of the one with its id; a change of its revocation counts as one of the group list. */
    public Groups replacing(Group group) {
        List<Group> changed = new ArrayList<>(all);
        changed.replaceAll(old -> old.gid().equals(group.gid()) ? group : old);
        boolean revocation = find(group.gid())
                .map(old -> !old.revocationReason().equals(group.revocationReason()))
                .orElse(false);
        return new Groups(revocation ? groupRlVersion + 1 : groupRlVersion, changed);
    }
}
