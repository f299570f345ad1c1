package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.setting.Settings;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The settings of a record that {@link Settings} describes, as a table with their published values. */
@Internal
public final class SettingsTable {
    private SettingsTable() {}

    /**
     * Lists the settings of a record.
     *
     * @param record the record, with a description
     * @return a table with a row for each setting: its name, its value, and where that value is published
     */
    public static Html of(Record record) {
        List<Settings.Value> values = Settings.valuesOf(record);
        return Tables.html(Table.create(
                record.getClass().getSimpleName(),
                StringColumn.create(
                        "setting",
                        values.stream().map(each -> each.setting().name()).toList()),
                StringColumn.create(
                        "value",
                        values.stream()
                                .map(each -> each.value() == null ? "not set" : Phrases.of(each.value()))
                                .toList()),
                StringColumn.create(
                        "source",
                        values.stream()
                                .map(each -> each.source().map(Object::toString).orElse(""))
                                .toList())));
    }
}
