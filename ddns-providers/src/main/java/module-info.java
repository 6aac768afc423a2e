/** JSON configuration, and the services that are updated over HTTP. */
module io.github.ddnskit.providers {
    requires transitive io.github.ddnskit.core;
    requires com.fasterxml.jackson.databind;
}
